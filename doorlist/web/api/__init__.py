"""The API's face."""
