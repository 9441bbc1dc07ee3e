"""What is done with a series once it is read: periods, changes, daily means, ratios to GDP."""
