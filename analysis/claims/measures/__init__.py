"""What the rules measure, one module a chapter; `common` and `step` serve several."""
