"""Tables of facts: one number with its bounds, what was not found, new rows, what grows old."""
