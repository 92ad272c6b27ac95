"""From the text of a line file to its data, every mistake with line and column."""
