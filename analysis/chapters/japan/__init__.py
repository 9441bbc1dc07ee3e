"""The page on Japan's prices: its frames, rows of tables, figures, and the sentences that are held."""
