"""Harper: its rules, in their own process."""
