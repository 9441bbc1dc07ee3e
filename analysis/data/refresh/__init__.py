"""From what the publishers say today to the tables of this repository, safely.

`run` asks and judges, `compare` holds an answer to what is committed and to the bounds in the sidecar,
`rebasing` knows the changes of base that are allowed, `transaction` writes all files or none, `archive` keeps
what was replaced, and `difference` says what changed between two days.
"""
