"""How lots move between machines, and into and out of the line."""
