"""OAuth over HTTP: asking a user, giving tokens, and taking them back."""
