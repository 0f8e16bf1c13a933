"""Nouns to the contract's JSON and back."""
