"""The pages on which a user signs in and decides what an app may do: plain forms that need no script."""

import html
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, Response

from doorlist.contract import scopes as scopes_in_contract
from doorlist.model import User

_HEADERS = {
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
}

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c2126; --soft: #55606b; --paper: #fff; --wall: #eef1f4; --edge: #8a96a3;
  --yes: #17663f; --on-yes: #fff; --wrong: #a1271a; --line: {accent} }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #eef1f4; --soft: #a9b4bf; --paper: #22282e; --wall: #15191d;
  --edge: #77838f; --yes: #7ed3a5; --on-yes: #10231a; --wrong: #ff9d8f }} }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--wall); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, sans-serif }}
main {{ box-sizing: border-box; width: min(34rem, 100% - 2rem); margin: 2rem 0; padding: 2.25rem 2.5rem;
  background: var(--paper); border-top: .3rem solid var(--line); border-radius: .5rem; box-shadow: 0 .5rem 2rem #0002 }}
h1 {{ margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere }}
p {{ margin: .5rem 0 0; color: var(--soft); overflow-wrap: anywhere }}
p b, li b {{ color: var(--ink) }}
ul {{ margin: 1rem 0 0; padding-left: 1.25rem; color: var(--soft) }}
label {{ display: block; margin-top: 1rem; font-weight: 600 }}
input {{ box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .6rem .75rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--edge); border-radius: .375rem }}
.wrong {{ color: var(--wrong); font-weight: 600 }}
.choice {{ display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem }}
button {{ padding: .6rem 1.5rem; font: inherit; font-weight: 600; color: inherit; background: none; cursor: pointer;
  border: 1px solid var(--edge); border-radius: .375rem }}
button.yes {{ color: var(--on-yes); background: var(--yes); border-color: var(--yes) }}
:focus-visible {{ outline: .2rem solid var(--yes); outline-offset: .15rem }}
details {{ margin-top: 1rem; color: var(--soft) }}
summary {{ cursor: pointer }}
code {{ font-size: .9em; overflow-wrap: anywhere }}
</style>
<main><h1>{title}</h1>{text}</main>
</html>
"""
_ASKING, _CLOSED = "#1f8a5b", "#b3402f"
_SOURCE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


def sign_in(
    *, app: str, account: str, form: str, back_to: str, email: str = "", wrong: str = "", status: int = 200
) -> Response:
    """Asks who it is; `wrong` says why the last answer was not taken."""
    error = f'<p class="wrong" role="alert" id="wrong">{_safe(wrong)}</p>' if wrong else ""
    described = ' aria-describedby="wrong" aria-invalid="true"' if wrong else ""
    first, second = ("", " autofocus") if email else (" autofocus", "")
    text = f"""<p><b>{_safe(app)}</b> asks to act for you at <b>{_safe(account)}</b>.
Sign in to see what it asks for. It does not learn your password.</p>{error}
<form method="post" action="authorize">
<input type="hidden" name="form" value="{_safe(form)}">
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" maxlength="254" value="{_safe(email)}"{described}{first}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000"{described}{second}>
<div class="choice"><button class="yes" name="decision" value="continue">Continue</button>
<button name="decision" value="deny" formnovalidate>Cancel</button></div></form>"""
    return _page(status, "Sign in", text, _ASKING, back_to)


def decide(
    *, app: str, account: str, user: User, scopes: Iterable[str], form: str, back_to: str, restart: str
) -> Response:
    """Asks whether the app may: which app, for which scopes, as which user."""
    held = sorted(scopes)
    lines = "".join(f"<li><b>{_safe(what)}</b>: {_safe(how)}</li>" for what, how in scopes_in_contract.in_words(held))
    exact = " ".join(f"<li><code>{_safe(scope)}</code></li>" for scope in held)
    listed = (
        f"<p>It could, as you:</p><ul>{lines}</ul>"
        f"<details><summary>The {len(held)} scopes by name</summary><ul>{exact}</ul></details>"
        if held
        else "<p>It asks for nothing that you can give.</p>"
    )
    name = " ".join(part for part in (user.first_name, user.last_name) if part)
    text = f"""<p>You are <b>{_safe(name)}</b> ({_safe(user.email)}) at <b>{_safe(account)}</b>.
<a href="{_safe(restart)}">Somebody else?</a></p>{listed}
<p>Either way you go on to <b>{_safe(_place(back_to))}</b>.</p>
<form method="post" action="authorize">
<input type="hidden" name="form" value="{_safe(form)}">
<div class="choice"><button class="yes" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></div></form>"""
    return _page(200, f"Let “{app}” act for you?", text, _ASKING, back_to)


def refused(status: int, title: str, reason: str, *, more: Mapping[str, str] | None = None) -> Response:
    """Says why nothing is asked."""
    response = _page(status, title, f"<p>{_safe(reason)}</p>", _CLOSED, "")
    response.headers.update(more or {})
    return response


def _page(status: int, title: str, text: str, accent: str, back_to: str) -> Response:
    page = _PAGE.format(title=_safe(title), text=text, accent=accent)
    forms = f"form-action 'self' {_source(back_to)}".strip() if back_to else "form-action 'none'"
    policy = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; {forms}"
    return HTMLResponse(page, status, _HEADERS | {"content-security-policy": policy})


def _source(back_to: str) -> str:
    """Where the form's answer may redirect to, as a source of a content security policy, which browsers hold it to."""
    parts = urlsplit(back_to)
    source = f"{parts.scheme}://{parts.netloc}"
    return source if _SOURCE.fullmatch(source) else f"{parts.scheme}:"


def _place(back_to: str) -> str:
    """What to call an address before a person."""
    parts = urlsplit(back_to)
    return parts.netloc or f"the app ({parts.scheme})"


def _safe(text: str) -> str:
    return html.escape(text)
