"""`python -m doorlist`, the same as `doorlist`."""

from doorlist.cli import main

main()
