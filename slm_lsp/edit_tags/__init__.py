"""Edit tags: corrections read off a sentence in one pass, one tag a word."""
