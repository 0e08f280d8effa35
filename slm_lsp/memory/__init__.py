"""Memory: what the writer taught us. One folder, readable, erasable, for this user only."""
