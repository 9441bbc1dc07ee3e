"""All reasonable choices at once: the specification curve and its joint test."""
