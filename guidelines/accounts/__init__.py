"""People, how they sign in and how they are invited."""
