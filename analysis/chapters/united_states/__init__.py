"""The page on the United States: its frames (`tables`), figures (`draw`), their words, the sentences held."""
