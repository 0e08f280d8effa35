"""Text as the rest of the program sees it: documents, positions, prose, sentences, edits."""
