"""The page on methods: `simulations` (measured coverage, size and power), `tables` (what was stated, ways and
oracles), `review` and `answers` (what a review asked of the first edition), `figures`."""
