"""Regressions of price changes on lags of the exchange rate."""
