"""How it is decided: pure functions over the nouns."""
