"""The page on shocks: `sets` (identified sets by shock), `states` (instruments and states), `years` (the
third year, and tests on producer prices), `figures`."""
