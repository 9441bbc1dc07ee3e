"""Topics of the table of measured coverage: each runs the simulations of one script in the folder above.

A row is method, design, measure, nominal rate, measured rate, replications and periods.
"""

Row = tuple[str, str, str, float, float, int, int]
