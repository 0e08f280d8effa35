"""English: what is known of the language, apart from any text."""
