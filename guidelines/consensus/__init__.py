"""Consensus processes: rule, rounds, statements, ballots, results."""
