"""Complete: goes on with the writer's thought, as ghost text or as completion items."""
