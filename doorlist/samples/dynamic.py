"""Postman's dynamic variables (`{{$guid}}`, `{{$timestamp}}`, `{{$randomEmail}}`…), made from a seed, the same every time.

Names and kinds: learning.postman.com, "Dynamic variables" (2026). The values are ours.
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

_START = datetime(2026, 1, 1, tzinfo=UTC)
_YEAR_S = 365 * 86_400

_FIRST = [
    "Ana",
    "Ben",
    "Chloe",
    "Dario",
    "Elif",
    "Femi",
    "Grace",
    "Hiro",
    "Ines",
    "Jonas",
    "Kira",
    "Liam",
    "Mara",
    "Nils",
    "Olga",
    "Priya",
    "Quinn",
    "Rosa",
    "Samir",
    "Tomas",
]
_LAST = [
    "Adler",
    "Baker",
    "Costa",
    "Demir",
    "Evans",
    "Fischer",
    "Garcia",
    "Horvat",
    "Ito",
    "Jansen",
    "Klein",
    "Lopez",
    "Mensah",
    "Novak",
    "Okafor",
    "Rossi",
    "Silva",
]
_WORDS = [
    "agenda",
    "badge",
    "chair",
    "desk",
    "entry",
    "floor",
    "guest",
    "hall",
    "invite",
    "key",
    "lobby",
    "map",
    "note",
    "office",
    "panel",
    "queue",
    "room",
    "seat",
    "table",
]
_LOREM = [
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "consectetur",
    "adipiscing",
    "elit",
    "sed",
    "do",
    "eiusmod",
    "tempor",
    "incididunt",
    "ut",
    "labore",
    "et",
    "magna",
]
_ADJECTIVES = [
    "brave",
    "calm",
    "eager",
    "fair",
    "gentle",
    "happy",
    "kind",
    "lively",
    "neat",
    "proud",
    "quick",
    "ready",
    "sharp",
    "sunny",
    "tidy",
    "warm",
]
_VERBS = ["open", "close", "send", "read", "print", "join", "move", "count", "check", "hold", "call", "list"]
_CITIES = [
    "Bergen",
    "Cork",
    "Graz",
    "Izmir",
    "Kobe",
    "Lagos",
    "Leeds",
    "Lyon",
    "Porto",
    "Quito",
    "Riga",
    "Turin",
    "Utrecht",
    "Vilnius",
]
_COUNTRIES = (
    "AT Austria",
    "BR Brazil",
    "DE Germany",
    "FR France",
    "IE Ireland",
    "JP Japan",
    "NG Nigeria",
    "PT Portugal",
)
_STREETS = ["Bridge", "Canal", "Church", "Garden", "Harbour", "High", "Market", "Mill", "Park", "Station"]
_COLOURS = ["black", "blue", "cyan", "green", "grey", "magenta", "orange", "purple", "red", "white", "yellow"]
_CURRENCIES = ("EUR €", "USD $", "GBP £", "JPY ¥", "CHF Fr", "BRL R$")
_JOBS = ["Analyst", "Architect", "Coordinator", "Designer", "Engineer", "Manager", "Planner", "Producer"]
_AREAS = ["Accounts", "Brand", "Data", "Events", "Operations", "Product", "Research", "Security"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FILES = ["report", "slides", "badge", "photo", "roster", "agenda"]
_EXTENSIONS = ["pdf", "png", "txt", "csv", "html", "json"]
_TYPES = ("application/pdf", "image/png", "text/plain", "text/csv", "text/html", "application/json")


class Chance:
    """Numbers that follow from a seed: each call the next one."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode("utf-8", "surrogatepass")
        self._calls = 0

    def bytes(self, count: int) -> bytes:
        """So many bytes, at most 32."""
        self._calls += 1
        return hashlib.sha256(self._seed + b"\0" + str(self._calls).encode()).digest()[:count]

    def below(self, limit: int) -> int:
        """A whole number from 0 to below the limit."""
        return int.from_bytes(self.bytes(8), "big") % limit

    def one(self, of: Sequence[str]) -> str:
        """One of a list."""
        return of[self.below(len(of))]

    def some(self, of: Sequence[str], count: int) -> str:
        """So many of a list, with blanks between."""
        return " ".join(self.one(of) for _ in range(count))


def _guid(chance: Chance) -> str:
    return str(uuid.UUID(bytes=chance.bytes(16), version=4))


def _moment(chance: Chance) -> datetime:
    return _START + timedelta(seconds=chance.below(_YEAR_S))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _name(chance: Chance) -> str:
    return f"{chance.one(_FIRST)} {chance.one(_LAST)}"


def _user(chance: Chance) -> str:
    return f"{chance.one(_FIRST)}.{chance.one(_LAST)}{chance.below(100)}".lower()


def _domain(chance: Chance) -> str:
    return f"{chance.one(_WORDS)}-{chance.one(_WORDS)}.example"


def _sentence(chance: Chance) -> str:
    return chance.some(_LOREM, 6 + chance.below(5)).capitalize() + "."


def _sentences(chance: Chance) -> str:
    return " ".join(_sentence(chance) for _ in range(3))


def _price(chance: Chance) -> str:
    return f"{chance.below(1000)}.{chance.below(100):02}"


def _path(chance: Chance) -> str:
    return f"/{chance.one(_WORDS)}/{chance.one(_WORDS)}"


def _file(chance: Chance) -> str:
    return f"{chance.one(_FILES)}.{chance.one(_EXTENSIONS)}"


def _address(chance: Chance) -> str:
    return ".".join(str(1 + chance.below(254)) for _ in range(4))


def _url(chance: Chance) -> str:
    return f"https://{_domain(chance)}"


def _image(chance: Chance) -> str:
    return f"https://{_domain(chance)}/{chance.one(_WORDS)}.png"


def _company(chance: Chance) -> str:
    return f"{chance.one(_LAST)} {chance.one(('Ltd', 'GmbH', 'Group', 'and Sons'))}"


def _alphanumeric(chance: Chance) -> str:
    return chance.one("0123456789abcdefghijklmnopqrstuvwxyz")


def _account(chance: Chance) -> str:
    return f"{chance.below(10**8):08}"


def _phone(chance: Chance) -> str:
    return f"+1-555-01{chance.below(100):02}-{chance.below(10**4):04}"


def _phrase(chance: Chance) -> str:
    return f"{chance.one(_VERBS).capitalize()} the {chance.one(_ADJECTIVES)} {chance.one(_WORDS)}."


MAKERS: dict[str, Callable[[Chance], str]] = {
    "guid": _guid,
    "randomUUID": _guid,
    "timestamp": lambda chance: str(int(_moment(chance).timestamp())),
    "isoTimestamp": lambda chance: _iso(_moment(chance)),
    "randomAlphaNumeric": _alphanumeric,
    "randomBoolean": lambda chance: chance.one(("true", "false")),
    "randomInt": lambda chance: str(chance.below(1001)),
    "randomColor": lambda chance: chance.one(_COLOURS),
    "randomHexColor": lambda chance: f"#{chance.below(1 << 24):06x}",
    "randomAbbreviation": lambda chance: chance.one(("API", "CSV", "HTTP", "JSON", "SQL", "TCP", "TLS", "XML")),
    "randomIP": _address,
    "randomIPV6": lambda chance: ":".join(f"{chance.below(1 << 16):04x}" for _ in range(8)),
    "randomMACAddress": lambda chance: ":".join(f"{each:02x}" for each in chance.bytes(6)),
    "randomPassword": lambda chance: chance.bytes(8).hex()[:15],
    "randomLocale": lambda chance: chance.one(("de", "en", "fr", "ja", "pt", "tr")),
    "randomUserAgent": lambda chance: f"Mozilla/5.0 (X11; Linux x86_64; rv:{100 + chance.below(40)}.0) Gecko/20100101",
    "randomProtocol": lambda chance: chance.one(("http", "https")),
    "randomSemver": lambda chance: f"{chance.below(10)}.{chance.below(10)}.{chance.below(10)}",
    "randomFirstName": lambda chance: chance.one(_FIRST),
    "randomLastName": lambda chance: chance.one(_LAST),
    "randomFullName": _name,
    "randomNamePrefix": lambda chance: chance.one(("Dr.", "Mr.", "Mrs.", "Ms.")),
    "randomNameSuffix": lambda chance: chance.one(("Jr.", "MD", "PhD", "Sr.")),
    "randomJobArea": lambda chance: chance.one(_AREAS),
    "randomJobDescriptor": lambda chance: chance.one(("Chief", "Junior", "Lead", "Senior")),
    "randomJobTitle": lambda chance: f"{chance.one(('Lead', 'Senior'))} {chance.one(_AREAS)} {chance.one(_JOBS)}",
    "randomJobType": lambda chance: chance.one(_JOBS),
    "randomPhoneNumber": _phone,
    "randomPhoneNumberExt": _phone,
    "randomCity": lambda chance: chance.one(_CITIES),
    "randomStreetName": lambda chance: f"{chance.one(_STREETS)} Street",
    "randomStreetAddress": lambda chance: f"{1 + chance.below(200)} {chance.one(_STREETS)} Street",
    "randomCountry": lambda chance: chance.one(_COUNTRIES)[3:],
    "randomCountryCode": lambda chance: chance.one(_COUNTRIES)[:2],
    "randomLatitude": lambda chance: f"{chance.below(180) - 90}.{chance.below(10**4):04}",
    "randomLongitude": lambda chance: f"{chance.below(360) - 180}.{chance.below(10**4):04}",
    "randomAvatarImage": _image,
    "randomImageUrl": _image,
    "randomAbstractImage": _image,
    "randomAnimalsImage": _image,
    "randomBusinessImage": _image,
    "randomCatsImage": _image,
    "randomCityImage": _image,
    "randomFoodImage": _image,
    "randomNightlifeImage": _image,
    "randomFashionImage": _image,
    "randomPeopleImage": _image,
    "randomNatureImage": _image,
    "randomSportsImage": _image,
    "randomTransportImage": _image,
    "randomImageDataUri": lambda chance: f"data:text/plain,{chance.one(_WORDS)}",
    "randomBankAccount": _account,
    "randomBankAccountName": lambda chance: f"{chance.one(('Savings', 'Checking', 'Investment'))} Account",
    "randomCreditCardMask": lambda chance: f"{chance.below(10**4):04}",
    "randomBankAccountBic": lambda chance: "DOORLIST" + f"{chance.below(1000):03}",
    "randomBankAccountIban": lambda chance: "DE00" + f"{chance.below(10**18):018}",
    "randomTransactionType": lambda chance: chance.one(("deposit", "invoice", "payment", "withdrawal")),
    "randomCurrencyCode": lambda chance: chance.one(_CURRENCIES)[:3],
    "randomCurrencyName": lambda chance: chance.one(("Euro", "US Dollar", "Pound Sterling", "Yen")),
    "randomCurrencySymbol": lambda chance: chance.one(_CURRENCIES)[4:],
    "randomBitcoin": lambda chance: "1" + chance.bytes(16).hex(),
    "randomCompanyName": _company,
    "randomCompanySuffix": lambda chance: chance.one(("Ltd", "GmbH", "Group", "LLC")),
    "randomBs": lambda chance: f"{chance.one(_VERBS)} {chance.one(_ADJECTIVES)} {chance.one(_WORDS)}s",
    "randomBsAdjective": lambda chance: chance.one(_ADJECTIVES),
    "randomBsBuzz": lambda chance: chance.one(_VERBS),
    "randomBsNoun": lambda chance: chance.one(_WORDS),
    "randomCatchPhrase": lambda chance: f"{chance.one(_ADJECTIVES).capitalize()} {chance.one(_WORDS)}",
    "randomCatchPhraseAdjective": lambda chance: chance.one(_ADJECTIVES),
    "randomCatchPhraseDescriptor": lambda chance: chance.one(_ADJECTIVES),
    "randomCatchPhraseNoun": lambda chance: chance.one(_WORDS),
    "randomDatabaseColumn": lambda chance: chance.one(("created_at", "email", "id", "name", "status", "updated_at")),
    "randomDatabaseType": lambda chance: chance.one(("bigint", "boolean", "date", "text", "varchar")),
    "randomDatabaseCollation": lambda chance: chance.one(("utf8_bin", "utf8_general_ci", "utf8_unicode_ci")),
    "randomDatabaseEngine": lambda chance: chance.one(("InnoDB", "MEMORY", "MyISAM")),
    "randomDateFuture": lambda chance: _iso(_moment(chance) + timedelta(days=365)),
    "randomDatePast": lambda chance: _iso(_moment(chance) - timedelta(days=365)),
    "randomDateRecent": lambda chance: _iso(_moment(chance)),
    "randomWeekday": lambda chance: chance.one(_DAYS),
    "randomMonth": lambda chance: chance.one(_MONTHS),
    "randomDomainName": _domain,
    "randomDomainSuffix": lambda chance: chance.one(("com", "example", "net", "org")),
    "randomDomainWord": lambda chance: chance.one(_WORDS),
    "randomEmail": lambda chance: f"{_user(chance)}@{_domain(chance)}",
    "randomExampleEmail": lambda chance: f"{_user(chance)}@example.com",
    "randomUserName": _user,
    "randomUrl": _url,
    "randomFileName": _file,
    "randomFileType": lambda chance: chance.one(("application", "image", "text")),
    "randomFileExt": lambda chance: chance.one(_EXTENSIONS),
    "randomCommonFileName": _file,
    "randomCommonFileType": lambda chance: chance.one(("application", "image", "text")),
    "randomCommonFileExt": lambda chance: chance.one(_EXTENSIONS),
    "randomFilePath": lambda chance: f"{_path(chance)}/{_file(chance)}",
    "randomDirectoryPath": _path,
    "randomMimeType": lambda chance: chance.one(_TYPES),
    "randomPrice": _price,
    "randomProduct": lambda chance: chance.one(_WORDS).capitalize(),
    "randomProductAdjective": lambda chance: chance.one(_ADJECTIVES).capitalize(),
    "randomProductMaterial": lambda chance: chance.one(("Cotton", "Glass", "Metal", "Paper", "Steel", "Wood")),
    "randomProductName": lambda chance: f"{chance.one(_ADJECTIVES)} {chance.one(_WORDS)}".title(),
    "randomDepartment": lambda chance: chance.one(_AREAS),
    "randomNoun": lambda chance: chance.one(_WORDS),
    "randomVerb": lambda chance: chance.one(_VERBS),
    "randomIngverb": lambda chance: chance.one(("calling", "counting", "joining", "opening", "printing", "reading")),
    "randomAdjective": lambda chance: chance.one(_ADJECTIVES),
    "randomWord": lambda chance: chance.one(_WORDS),
    "randomWords": lambda chance: chance.some(_WORDS, 3),
    "randomPhrase": _phrase,
    "randomLoremWord": lambda chance: chance.one(_LOREM),
    "randomLoremWords": lambda chance: chance.some(_LOREM, 3),
    "randomLoremSentence": _sentence,
    "randomLoremSentences": _sentences,
    "randomLoremParagraph": _sentences,
    "randomLoremParagraphs": lambda chance: "\n".join(_sentences(chance) for _ in range(3)),
    "randomLoremText": _sentences,
    "randomLoremSlug": lambda chance: chance.some(_LOREM, 3).replace(" ", "-"),
    "randomLoremLines": lambda chance: "\n".join(_sentence(chance) for _ in range(3)),
}
