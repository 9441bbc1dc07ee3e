"""Whether the exchange rate helps to forecast prices, out of sample."""
