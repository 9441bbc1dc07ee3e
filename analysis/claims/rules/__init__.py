"""One module a chapter; each is imported only when a claim of that chapter is judged."""
