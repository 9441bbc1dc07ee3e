"""Measures of the chapter united_states."""
