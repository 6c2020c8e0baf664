"""Files, stored by their content."""
