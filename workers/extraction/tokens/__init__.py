"""The tokens of a text: words and numbers as the lexicon knows them, and the patterns over their kinds."""
