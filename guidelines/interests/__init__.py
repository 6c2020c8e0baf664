"""Declared interests, their assessment and what follows from it."""
