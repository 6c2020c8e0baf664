"""Networks, their guideline projects, members and stakeholder groups."""
