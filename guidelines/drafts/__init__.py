"""Guideline text: documents, sections, versions, recommendations."""
