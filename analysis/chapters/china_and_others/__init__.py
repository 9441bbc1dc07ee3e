"""The page on China and others: `prices` (American import prices by origin), `currencies` (the six days of
the scheme), `investment` (facts on direct investment and pledges), `figures`."""
