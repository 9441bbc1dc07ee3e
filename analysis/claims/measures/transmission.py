"""Measures of the chapter transmission."""
