"""The main equation as it was stated, its power and its tables; all methods side by side."""
