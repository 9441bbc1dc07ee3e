"""What every estimator shares: levels and changes, least squares, covariances, sets, and the one result.

Nothing here imports from the rooms beside it.
"""
