"""Postman collection -> code: read an item, make one request of it, print that in a language, run what was printed."""
