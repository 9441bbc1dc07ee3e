"""Prices before and after a dated change of a duty, and who bears it."""
