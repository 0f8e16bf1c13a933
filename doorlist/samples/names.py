"""Names out of free text: identifiers in every convention, environment variables, and addresses that stay."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from doorlist.samples.request import Variable

_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")
_SLUG_WORD = re.compile(r"[a-z0-9]+")
WORDS_MAX = 8
SLUG_CHARS_MAX = 60

# Names that a shell, an operating system or a runtime gives a meaning of its own: a sample that read one of these would
# read something that nobody set for it.
# fmt: off
_TAKEN = frozenset(
    {
        "ALL_PROXY", "BINDIR", "C", "CDPATH", "CLASSPATH", "COLUMNS", "COMPUTERNAME", "CURL_CA_BUNDLE", "DIRSTACK",
        "DISPLAY", "DOMAIN", "E", "EDITOR", "EMAIL", "EMU", "ENV", "ERL", "EUID", "FUNCNAME", "GROUPS", "HISTCMD",
        "HISTFILE", "HOME", "HOST", "HOSTNAME", "HOSTTYPE", "HTTPS_PROXY", "HTTP_PROXY", "I", "IFS", "LANG", "LANGUAGE",
        "LENGTH", "LINENO", "LINES", "LOGNAME", "MACHTYPE", "MAIL", "MODE", "NAME", "NO_PROXY", "OLDPWD", "OPTARG",
        "OPTERR", "OPTIND", "OS", "OSTYPE", "PAGER", "PATH", "PIPESTATUS", "PORT", "PPID", "PROGNAME", "PROXY", "PS1",
        "PS2", "PS4", "PWD", "RANDOM", "ROOTDIR", "S", "SECONDS", "SELF", "SHELL", "SHELLOPTS", "SHLVL", "SSL_CERT_DIR",
        "SSL_CERT_FILE", "STATUS", "TEMP", "TERM", "TEST", "TMP", "TMPDIR", "TZ", "UID", "USER", "USERNAME",
        "USERPROFILE", "VAL", "VERSION", "WGETRC",
    }
)
# fmt: on
_PREFIX = "API"


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, ASCII alone: `meetingId` and `Meeting-ID` are both meeting, id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return tuple(each.lower() for each in _WORD.findall(plain)[:WORDS_MAX])


def snake(parts: Iterable[str]) -> str:
    """`meeting_id`."""
    return "_".join(parts)


def camel(parts: Iterable[str]) -> str:
    """`meetingId`."""
    first, *rest = parts
    return first + "".join(map(str.capitalize, rest))


def pascal(parts: Iterable[str]) -> str:
    """`MeetingId`."""
    return "".join(map(str.capitalize, parts))


def identifier(text: str, fallback: str) -> tuple[str, ...]:
    """Words that make an identifier: never none, never beginning with a digit."""
    found = words(text) or (fallback,)
    return found if found[0][0].isalpha() else ("value", *found)


class Unique:
    """Names that are each given once: the second of a name gets a 2 behind it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def free(self, parts: tuple[str, ...]) -> bool:
        """Whether nobody has the name yet, however its words are joined."""
        return "".join(parts) not in self._given

    def take(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The name, or the next one that is free."""
        name, number = parts, 1
        while not self.free(name):
            number += 1
            name = (*parts, str(number))
        self._given.add("".join(name))
        return name


def variable(name: str, taken: Unique, *, suffix: str = "") -> Variable:
    """The variable of a name in a collection, under a name that no other of the request has."""
    parts = taken.take(identifier(name.removeprefix(":") + suffix, "value"))
    environment = snake(parts).upper()
    if environment in _TAKEN or environment.startswith(("LC_", "LD_", "DYLD_", "PYTHON", "NODE_", "JAVA_", "BASH_")):
        parts = taken.take((_PREFIX.lower(), *parts))
        environment = snake(parts).upper()
    return Variable(name, environment, snake(parts), camel(parts), pascal(parts))


def singular(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The name of one element of a list: registrants -> registrant; where there is no singular, `…_item`."""
    *outer, last = parts
    if last.endswith("ies") and len(last) > 4:
        return (*outer, last[:-3] + "y")
    if last.endswith(("sses", "xes", "ches", "shes")):
        return (*outer, last[:-2])
    if last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 2:
        return (*outer, last[:-1])
    return (*parts, "item")


def slug(text: str) -> str:
    """The text as a part of an address: lower case, ASCII, at most 60 characters; what is lost is told by a hash."""
    plain = unicodedata.normalize("NFKD", text)
    ascii_only = "".join(each for each in plain if not unicodedata.combining(each))
    found = "-".join(_SLUG_WORD.findall(ascii_only.lower().replace("'", "")))
    if found and ascii_only.isascii() and len(found) <= SLUG_CHARS_MAX:
        return found
    return "-".join(filter(None, (found[: SLUG_CHARS_MAX - 7].strip("-"), digest(text))))


def digest(text: str) -> str:
    """Six characters that tell a text from others."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
