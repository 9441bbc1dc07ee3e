"""Measures of the chapter modalities."""
