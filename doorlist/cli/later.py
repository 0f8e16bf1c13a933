"""Commands that are known by name and a line of help, and loaded when they are used: `doorlist --help` need not load them all."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command is: a Typer app of a module, or one `command` of it; its line of help, and the panel it is listed in."""

    module: str
    app: str
    help: str
    panel: str
    command: str = ""

    def load(self) -> Any:
        """The command itself."""
        loaded: Any = typer.main.get_group(getattr(import_module(self.module), self.app))
        if self.command:
            loaded = loaded.commands[self.command]
        loaded.help = loaded.help or self.help
        return loaded


class Later(TyperGroup):
    """A group whose `elsewhere` are commands of other modules. They are listed by panel, in the order of `panels`."""

    elsewhere: ClassVar[Mapping[str, Place]] = {}
    panels: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        listed: dict[str, Any] = dict(self.commands)
        for name, place in self.elsewhere.items():
            listed[name] = TyperCommand(name, help=place.help, rich_help_panel=place.panel)
        order = sorted(listed, key=lambda name: self.panels.index(listed[name].rich_help_panel))
        self.commands = {name: listed[name] for name in order}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name, loaded, and the rest of them."""
        place = self.elsewhere.get(args[0])
        if place is None:
            return super().resolve_command(ctx, args)
        return args[0], place.load(), args[1:]
