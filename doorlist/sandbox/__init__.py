"""Test-only powers, plugged in by the server or not at all."""
