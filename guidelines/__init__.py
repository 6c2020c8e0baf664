"""Concord: clinical networks write guidelines and standards of care together."""
