"""What a number in a spreadsheet's cell looks like to the person who sees it, by the cell's format."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

Shown = Callable[[str], str]
"""From the number in the file to the text that is seen."""

_WHOLE = re.compile(r"-?\d{1,15}")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_MASK = re.compile(r"[0#?]")
_AMOUNT = re.compile(r"([^0#?.]*)([#,0?]*[0#?])(?:\.([0#?]+))?(%?)([^0#?.%]*)")
_EXPONENT_MAX = 20
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_DAYS_MAX = 2_958_466
"""The day after 9999-12-31."""
_LEAP_DAY = 60
"""Excel's calendar has a 29 February 1900, which never was: days before it are counted from one day later."""
_DATES, _MOMENTS, _TIMES, _DURATIONS = "mm-dd-yy", "m/d/yy h:mm", "h:mm:ss", "[h]:mm:ss"

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), *range(34, 37), *range(50, 59)), _DATES),
    22: _MOMENTS,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 47), _TIMES),
    46: _DURATIONS,
}
"""The formats that a file names by number alone (ECMA-376 part 1, 18.8.30)."""


def shown_by(code: str, *, from_1904: bool) -> Shown:
    """How numbers of a format are shown. Dates and times come in ISO 8601, whatever order the format has."""
    first = code.split(";")[0]
    bare = _LITERALS.sub("", first).lower()
    if bare and "general" not in bare and "@" not in bare:
        if re.search(r"\[[hms]+\]", bare):
            return _duration
        if re.search(r"[dyhs]|m", bare) and not re.search(r"[0#?]", bare.replace(".0", "").replace(".00", "")):
            days = bool(re.search(r"[dy]", bare)) or not re.search(r"[hs]", bare)
            hours = bool(re.search(r"[hs]", bare))
            epoch = _EPOCH_1904 if from_1904 else _EPOCH
            return lambda text: _moment(text, epoch, days=days, hours=hours)
        literal = re.sub(r"_.|\*.|\[\$?([^\]-]*)[^\]]*\]", r"\1", first).replace('"', "").replace("\\", "")
        if "e" not in bare and "/" not in bare:
            if not re.search(r"[.,%]", bare) and len(_MASK.findall(bare)) > 1:
                return lambda text: _masked(text, literal)
            if (amount := _AMOUNT.fullmatch(literal)) is not None:
                return lambda text: _amount(text, amount)
    return plain


def plain(text: str) -> str:
    """A number without a format: all digits of what Excel keeps, which are 15."""
    if _WHOLE.fullmatch(text):
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if abs(number) < 10**_EXPONENT_MAX and number.is_integer():
        return format(Decimal(format(number, ".15g")), "f")
    short = format(number, ".15g")
    if "e" not in short:
        return short
    exact = Decimal(short)
    return format(exact, "f") if -_EXPONENT_MAX < exact.adjusted() < _EXPONENT_MAX else short.upper()


def moment_text(moment: datetime) -> str:
    """A moment as it is shown: its seconds only if it has any, its time only if it is not midnight."""
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")


def _moment(text: str, epoch: datetime, *, days: bool, hours: bool) -> str:
    try:
        serial = float(text)
    except ValueError:
        return text
    if not 0 <= serial < _DAYS_MAX:
        return plain(text)
    if epoch is _EPOCH and 1 <= serial < _LEAP_DAY:
        serial += 1
    # Rounded to seconds: 9:00 is stored as 0.37499999999999994.
    try:
        moment = epoch + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return plain(text)
    if not hours:
        return date(moment.year, moment.month, moment.day).isoformat()
    clock = moment.time().isoformat("seconds" if moment.second else "minutes")
    return f"{moment.date().isoformat()} {clock}" if days else clock


def _duration(text: str) -> str:
    try:
        seconds = round(float(text) * 86_400)
    except (ValueError, OverflowError):
        return text
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{second:02}" if second else "")


def _decimal(text: str) -> Decimal | None:
    try:
        number = float(text)
    except ValueError:
        return None
    short = format(number, ".15g")
    return Decimal(short) if abs(number) < 10**_EXPONENT_MAX else None


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _masked(text: str, mask: str) -> str:
    """Digits put into a mask from the right, as in 00000 or (000) 000-0000."""
    number = _decimal(text)
    if number is None or number < 0:
        return plain(text)
    digits = list(str(_rounded(number, 0)))
    if digits == ["0"]:
        digits = []
    shown: list[str] = []
    left = len(_MASK.findall(mask))
    for sign in reversed(mask):
        if sign not in "0#?":
            shown.append(sign)
            continue
        left -= 1
        if digits:
            shown.append(digits.pop())
        elif sign == "0":
            shown.append("0")
        if not left:
            shown += reversed(digits)
    return "".join(reversed(shown)).strip()


def _amount(text: str, format_: re.Match[str]) -> str:
    number = _decimal(text)
    if number is None:
        return plain(text)
    before, whole, places, percent, after = format_.groups()
    if percent:
        number *= 100
    rounded = _rounded(number, len(places or ""))
    digits = format(rounded, ",f" if "," in whole else "f")
    if places and "#" in places and "." in digits:
        digits = digits[: len(digits) - len(places) + places.rfind("0") + 1] + digits[
            len(digits) - len(places) + places.rfind("0") + 1 :
        ].rstrip("0")
        digits = digits.rstrip(".")
    return f"{before}{digits}{percent}{after}".strip()
