"""What changed since the last edition of the book, and how that is recorded.

published   what the pages say now: numbers, figures, sentences with a direction, verdicts and their parts
moved       what of it differs from the last edition, in standard errors where a number has one
forecasts   standing forecasts against what came
record      the tables `editions`, `published` and `changes`, and the report as text
page        the tables of the page "What changed"
as_of       pages on the tables of an earlier day
"""
