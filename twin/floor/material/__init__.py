"""What lots are made of: physics of visits, inspection, readings."""
