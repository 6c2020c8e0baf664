"""Checklists: what they ask, how an item stands, and how appraisers' ratings become scores."""
