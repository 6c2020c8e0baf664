"""References, evidence profiles, judgements and evidence cards."""
