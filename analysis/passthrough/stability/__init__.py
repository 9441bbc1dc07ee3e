"""Has pass-through changed? Break tests, rolling windows, coefficients that wander."""
