"""What stands in for Chilkat's libraries of C# and Node.js, which are not here: each hands the calls to its Python library."""
