"""What machines do: work, failures and repairs, setup, maintenance."""
