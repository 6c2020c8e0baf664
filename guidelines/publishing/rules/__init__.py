"""What approval, publication and a published version must satisfy: pure, without a database."""
