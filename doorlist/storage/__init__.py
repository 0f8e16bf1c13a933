"""Where it is kept: all SQL, on SQLite and PostgreSQL alike."""
