"""The page on risks: its frames, rows of tables, figures, and the sentences that are held."""
