"""What commands load, how they are listed, and what shells complete."""

import subprocess
import sys
from importlib import import_module

import pytest
from cli.typed import Person
from surroundings import ROOT

from doorlist.cli.later import Place
from doorlist.cli.main import Commands

HEAVY = {"httpx2", "sqlalchemy", "starlette", "uvicorn", "keyring", "openpyxl", "aiohttp", "jinja2", "doorlist.client"}


def loaded_by(program: str) -> set[str]:
    text = f"{program}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["main", "importing", "undoing", "exporting", "meetings", "recordings", "logins"])
def test_a_module_of_commands_loads_nothing_that_only_some_of_them_need(module: str) -> None:
    assert not loaded_by(f"import doorlist.cli.{module}") & HEAVY


def test_the_programs_start_loads_no_commands_of_other_modules() -> None:
    assert not loaded_by("import doorlist.cli") & {place.module for place in Commands.elsewhere.values()}


@pytest.mark.parametrize("name", list(Commands.elsewhere))
def test_a_command_is_listed_with_the_help_that_it_has_itself(name: str) -> None:
    place: Place = Commands.elsewhere[name]
    own = getattr(import_module(place.module), place.app).info.help
    loaded = place.load()
    assert loaded.help.startswith(own if isinstance(own, str) and not place.command else place.help.rstrip("."))


def test_a_misspelled_command_is_told_what_was_meant(host: Person) -> None:
    code, said = host.fails("registrant")
    assert code == 2
    assert "registrants" in said


def complete(person: Person, line: str) -> list[str]:
    words = line.split(" ")
    env = {"_DOORLIST_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    program = "import sys; sys.argv[0] = 'doorlist'; from doorlist.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=person.environment | env,
        check=False,
    )
    return done.stdout.split()


def test_a_shell_completes_commands_options_and_profiles(host: Person, url: str) -> None:
    host.gets("login", "--profile", "work", "--base-url", url)
    assert complete(host, "doorlist reg") == ["registrants"]
    assert "approve" in complete(host, "doorlist registrants ")
    assert complete(host, "doorlist registrants list --prof") == ["--profile"]
    assert complete(host, "doorlist registrants list --profile ") == ["work"]
