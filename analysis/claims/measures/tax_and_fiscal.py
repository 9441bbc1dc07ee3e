"""Measures of the chapter tax_and_fiscal."""
