"""What we promise: the API as data. Imports nothing of ours."""
