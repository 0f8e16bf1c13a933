"""The command line."""

import os

# pydantic looks through every installed package for plugins when it loads, unless told that none are wanted: 16 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from doorlist.cli.main import main

__all__ = ["main"]
