"""Pages and figures drawn from results; nothing is simulated or reckoned here."""
