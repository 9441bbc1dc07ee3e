"""The page on change over time in Japan: `constancy` (tests of a change), `direction` (falls and rises of the
yen), `flows` (official, private and income flows), `figures`."""
