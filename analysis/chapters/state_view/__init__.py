"""The page on what Tokyo pays, gets and risks: rows of tables, a figure, and the sentences that are held."""
