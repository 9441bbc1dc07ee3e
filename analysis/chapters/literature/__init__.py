"""The page on the literature: `published` (the table of published estimates), `beside` (this book's estimates
beside the published range), `figures`."""
