"""The Sphinx part: how a displayed figure or table becomes one of the book, and what the frame of a page
carries."""
