"""The page on the terms: what the memorandum says, who is in it, and what Japan gets by each reading.

`texts` the memorandum, its contradictions and the calendar; `stages` amounts against the commitment;
`projects` who builds, lends and backs; `returns` readings of the waterfall; `risks` overruns, instruments and
failures; `clauses` what Korea's clauses would be worth; `said` the conditions of the page's sentences.
"""
