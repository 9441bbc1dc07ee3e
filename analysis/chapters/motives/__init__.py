"""The page on motives: its frames (`tables`), figures (`draw`), their words, nulls, the sentences held."""
