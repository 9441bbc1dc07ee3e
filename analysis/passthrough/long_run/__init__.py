"""Level relations: error correction, dynamic least squares, cointegration."""
