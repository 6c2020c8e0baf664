"""Reading files of references: which format it is, and one module for each."""
