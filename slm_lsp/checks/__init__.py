"""Checks: what is wrong in a sentence, found by rules and by the model, said once."""
