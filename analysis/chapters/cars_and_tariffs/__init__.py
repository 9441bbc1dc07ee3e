"""The page on cars and tariffs: its frames (`tables`), figures (`draw`), their words, the sentences held."""
