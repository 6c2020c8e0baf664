"""The public library of published guidelines."""
