"""The only door to pandoc and typst."""
