"""Measures of the chapter risks."""
