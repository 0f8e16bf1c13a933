"""How languages differ, as far as the tests of all of them must know: what each refuses, how it tells, what goes wrong."""

from itertools import product

from doorlist.samples.language import Language
from doorlist.samples.languages import languages
from doorlist.samples.trial.processes import Ended

# --- groups ----------------------------------------------------------------------------------------------------------

LANGUAGES = tuple(languages())
FOX = ("foxpro-chilkat", "lianja-chilkat")
CHILKAT = (*FOX, "python-chilkat", "python-chilkat2", "node-chilkat", "csharp-chilkat")
PYTHON = ("python-requests", "python-httpx", "python-urllib")
SHELLS = ("curl", "wget", "httpie")
SCRIPTS = ("ruby-net-http", "php-curl", "perl-lwp")
JVM = ("java-httpclient", "kotlin")
SLOW = (*JVM, "csharp-chilkat", "r-httr2", "elixir-httpc")
"""Languages whose programs take long to start: they are tried with less."""
ALIKE = ("python-httpx", "python-chilkat", "node-axios", "node-chilkat", "lianja-chilkat")
"""Languages whose programs read a reply in the lines of another one of their kind: with replies they are tried with less."""

# --- how a language tells --------------------------------------------------------------------------------------------

TRACING = ("ruby-net-http", "r-httr2", "lua-socket", "tcl-http", "elixir-httpc")
"""Languages that tell with a trace that a file is missing."""
TERSE = (*SHELLS, "go", "rust-reqwest", "c-libcurl")
"""Languages that tell in the library's words alone that a request failed."""
EXACT = (*PYTHON, *SCRIPTS, *JVM, "csharp-httpclient")
"""Languages that keep the digits of any integer."""
ABOUT = r"^long: (1234567890123456\d{4}|1\.23456789012\d*[eE]\+?19)$"
TELLING_NULL = (*CHILKAT, "tcl-http")
"""Languages that tell a code that is null."""
COMPLAINTS = {
    **dict.fromkeys(SHELLS, "The reply cannot be read as JSON."),
    **dict.fromkeys((*SCRIPTS, "tcl-http"), "The reply is not the JSON that is documented."),
    "go": "The reply is not what the API documents: ",
}
"""What a language says of a reply that is no JSON, where it says anything."""


def told(language: Language, ended: Ended) -> str:
    """What a person reads of what went wrong; FoxPro has one screen for everything."""
    return ended.output if language.id in FOX else ended.errors


# --- what a language refuses -----------------------------------------------------------------------------------------

_DOTS = {
    **dict.fromkeys(("node-fetch", "node-axios"), "dots"),
    **dict.fromkeys(("csharp-httpclient", "rust-reqwest", "wget", "swift"), "resolves"),
    "elixir-httpc": "takes `.` and `..` out",
}
UNSAID: dict[str, dict[str, str]] = {
    "a part without a name": {"r-httr2": "without a name"},
    "an empty part with a type": {"r-httr2": "an empty part that has a type"},
    "a header twice": dict.fromkeys(
        ("node-fetch", "csharp-httpclient", "lua-socket", "wget", "powershell", "swift"), "twice"
    ),
    "a header with umlauts": dict.fromkeys(("csharp-httpclient", *JVM), "in ASCII only, and X-Name has other"),
    **dict.fromkeys(("dots in a path", "a dot at the end of a path"), _DOTS),
    "encoded dots in a path": {id: words for id, words in _DOTS.items() if id != "wget"},
    "text with a NUL": {"r-httr2": "NUL"},
    "a file without a type": {"tcl-http": "Content-Type with every body"}
    | dict.fromkeys(("wget", "swift"), "given none"),
    "headers of the connection": dict.fromkeys(("node-fetch", "swift"), "Host"),
    "text without a type": {"tcl-http": "Content-Type with every body", "elixir-httpc": "PURGE", "wget": "given none"},
    "text in GET": {"node-fetch": "a body with GET", "elixir-httpc": "no body with GET", "swift": "a GET with a body"},
    "no text and no type": {"tcl-http": "Content-Type with every body", "wget": "given none"},
    "Digest with parts": dict.fromkeys((*PYTHON, "httpie"), "in Latin-1"),
    "AwsV4 with a token": dict.fromkeys(CHILKAT, "does not sign a session token"),
    "an own method": {"elixir-httpc": "PURGE is none of them"},
    "a long text": {"foxpro-chilkat": "64 KB"},
}
"""Which of the requests a language refuses, and words of its reason; it sends all others."""

UNSIGNED: dict[str, tuple[str, str]] = {
    "curl": ("curl cannot sign", "OAuth1 Hawk"),
    "wget": ("wget cannot sign", "OAuth1 AwsV4 Hawk"),
    "httpie": ("HTTPie cannot sign", "OAuth1 AwsV4 Hawk"),
    "python-urllib": ("The standard library has no", "OAuth1 AwsV4 Hawk"),
    "node-fetch": ("fetch has no", "Digest OAuth1 AwsV4 Hawk"),
    "node-axios": ("axios has no", "Digest"),
    "csharp-httpclient": ("HttpClient", "Digest OAuth1 AwsV4 Hawk"),
    "java-httpclient": ("java.net.http.HttpClient has no", "Digest OAuth1 AwsV4 Hawk"),
    "kotlin": ("java.net.http.HttpClient has no", "Digest OAuth1 AwsV4 Hawk"),
    "go": ("Go's net/http does not know", "Digest OAuth1 AwsV4 Hawk"),
    "rust-reqwest": ("Rust's reqwest does not know", "Digest OAuth1 AwsV4 Hawk"),
    "c-libcurl": ("libcurl does not know", "OAuth1 Hawk"),
    "ruby-net-http": ("Net::HTTP does not know", "OAuth1 AwsV4 Hawk"),
    "php-curl": ("PHP's curl extension does not know", "OAuth1 Hawk"),
    "perl-lwp": ("LWP does not know", "OAuth1 AwsV4 Hawk"),
    "r-httr2": ("httr2 does not know", "OAuth1 Hawk"),
    "lua-socket": ("LuaSocket does not know", "Digest OAuth1 AwsV4 Hawk"),
    "tcl-http": ("Tcl's http package does not know", "Digest OAuth1 AwsV4 Hawk"),
    "elixir-httpc": ("Erlang's httpc does not know", "Digest OAuth1 AwsV4 Hawk"),
    **dict.fromkeys(CHILKAT, ("Chilkat has no", "Hawk")),
    "powershell": ("PowerShell cannot sign", "OAuth1 AwsV4 Hawk"),
    "swift": ("URLSession cannot sign", "OAuth1 AwsV4 Hawk"),
}
"""How a language's reason begins where it does not know an authentication, and which it does not know."""


def refusal(language: Language, name: str) -> str | None:
    """Words of the reason for which a language refuses a request, if it does."""
    begins, unknown = UNSIGNED.get(language.id, ("", ""))
    return begins if name.split()[0] in unknown.split() else UNSAID.get(name, {}).get(language.id)


# --- what is known to go wrong ---------------------------------------------------------------------------------------

FAULTS = {
    **dict.fromkeys(product(PYTHON, ["too deep"]), "a RecursionError is not caught"),
    **dict.fromkeys(product(CHILKAT, ["no UTF-8"]), "the library's stand-in takes texts in UTF-8 alone"),
}
"""What is known to go wrong; whoever mends it takes its row out."""
