"""What makes the book: running notebooks, keeping the record of what each was made from, building the
HTML."""
