"""Japan: pass-through by shock, by state and to the third year, as stated in the table
`specification_shocks`."""
