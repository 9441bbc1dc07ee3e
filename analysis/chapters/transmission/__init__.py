"""The page on the money, the yen and prices.

`study` the scenarios of the page; `funding` what was stated of the funding; `theories` the multipliers on one
scale; `record` the operations of 2026 beside them; `sources` what the spread is made of and how much would
have to be converted; `choices` estimates of pass-through, designs of the flow; `outflows` timing and
markets at decisions; `said` the conditions of the page's sentences.
"""
