"""Storage: files of the writer's, and how they are written."""
