"""What `--help` says besides options: examples, as they are typed."""


def examples(*lines: str, more: str = "") -> str:
    """Examples for the end of a command's help. A line that begins with `#` says what the next one does, one that begins with
    blanks goes on with the line above.
    """
    shown = "\n".join(_shown(line) for line in lines)
    return f"[bold]Examples[/]\n\n{shown}" + (f"\n\n{more}" if more else "")


def columns(*names: str) -> str:
    """What a line in a pipe consists of."""
    return f"[bold]In a pipe[/]  a line for each, with tabs between: {', '.join(names)}."


def _shown(line: str) -> str:
    # Markup comes first, for blanks at the beginning of every line are taken away.
    if line.startswith("#"):
        return f"[dim]  {_plain(line)}[/]"
    return f"[dim]  {' ' if line.startswith(' ') else '$'}[/] {_plain(line)}"


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
