"""Many prices and one exchange rate."""
