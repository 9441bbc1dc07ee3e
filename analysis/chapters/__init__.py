"""What one page of the book needs and no other: its frames, its drawings, the words under its figures.

A notebook keeps what a reader wants to see and change: the call of an estimator with its arguments,
assumptions, the quantity that the next sentence speaks of, and one `show` or `publish` with name and source.
What arranges and draws stands here, in `NAME.py` for the page `NAME`, and where that grows long in
`NAME_something.py` or in a package `NAME/`. What two pages need belongs to `analysis.report` or
`analysis.quantities`.

A page imports its own modules alone (`from analysis.chapters import japan as chapter`), and they import none
of another page: an edit here makes one page stale. The rules for code cells hold here as well
(`analysis.report.rules`); words that are shown are found as arguments `subtitle=`, `caption=`, `alt=`,
`notes=`, under these keys of a dictionary, and in what a function named `..._caption`, `..._alt` or
`..._notes` returns. Titles of figures are made by `report.sentences.held(text, condition)`.
Sentences are held where `report.sentences.hold({...})` is called, in a cell or in a function here.

Nothing is imported by this file.
"""
