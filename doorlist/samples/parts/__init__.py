"""What the languages share: how their families of libraries, layouts and literals are written, once."""
