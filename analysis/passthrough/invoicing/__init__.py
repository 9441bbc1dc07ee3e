"""In which currency prices are set, read from a price in two currencies."""
