"""Measures of the chapter verdicts."""
