"""Parity of interest: covered, uncovered, and the cost of hedging."""
