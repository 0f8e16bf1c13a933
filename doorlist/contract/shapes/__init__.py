"""Bodies, queries and replies of the API as pydantic models, with their limits and enums."""
