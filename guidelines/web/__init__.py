"""What a route may use: guard, errors, templating."""
