"""Measures of the chapter china_and_others."""
