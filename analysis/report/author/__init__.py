"""What the author of a chapter calls: figures, tables, numbers in sentences, and what those share."""
