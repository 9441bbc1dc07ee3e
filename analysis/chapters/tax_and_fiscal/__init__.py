"""The page on double taxation and the state's money: rows of tables, figures, and the sentences held."""
