"""Measurements: ours beside the bare tool, in one run, as ratios."""
