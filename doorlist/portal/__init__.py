"""The sample pages: a static site of a collection, made to be read without a server and without a script."""
