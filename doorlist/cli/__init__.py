"""The command line."""

from doorlist.cli.main import main

__all__ = ["main"]
