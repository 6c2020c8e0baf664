"""What a document, a version and a save must satisfy: pure, without database or clock."""
