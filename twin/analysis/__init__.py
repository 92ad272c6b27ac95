"""Questions asked of a line or a study: what one lot becomes, what makes the variance, what the window is."""
