"""Measures of the chapter japan."""
