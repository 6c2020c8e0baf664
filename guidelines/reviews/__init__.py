"""Comments, annotations and suggestions on a draft."""
