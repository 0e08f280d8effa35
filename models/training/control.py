"""Control tokens: how a job is put to the embedded model.

A pair is `<s><|fix|> source<|to|> target</s>`; text to continue is `<s>text`.
Both sides of a pair start with a space, so that a word is the same token everywhere in it.
"""

BOS, EOS = "<s>", "</s>"
TO = "<|to|>"
FIX = "<|fix|>"
MASK = "<|reserved0|>"  # a hidden word, when the tagger is trained
TONES = ("formal", "friendly", "concise", "plain", "confident")

CONTROL_TOKENS = [BOS, EOS, FIX, TO, *(f"<|{tone}|>" for tone in TONES)] + [
    f"<|reserved{i}|>" for i in range(23)
]
