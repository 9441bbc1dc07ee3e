"""The page on invoices, items and forecasts: `invoices`, `items` (exposed less other items and groups),
`accuracy` (out-of-sample errors and the standing forecast)."""
