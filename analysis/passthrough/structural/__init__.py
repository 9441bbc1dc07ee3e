"""Structural vector autoregressions: which shock moved the currency, and what prices did then."""
