"""Settings: what the writer wrote (options), and what it means (settings)."""
