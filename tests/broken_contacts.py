"""Contacts that break a rule of the law, one rule each, told by model column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contacts.choices import ContactType, Portal
from contacts.services import Grant
from tests.dialects.pictures import as_base64, as_data_uri, picture
from tests.strategies import LENGTHS

USER, GUEST, RECIPIENT, SUPPLIER, BRANCH, HQ = ContactType
REASONS = ("email_optout_reason", "post_optout_reason", "sms_optout_reason", "phone_optout_reason")
# Every text that is neither an e-mail, a number, a code nor an address of the web, with its longest length.
TEXTS = {**LENGTHS, **dict.fromkeys(REASONS, 60), "biography": 2000}
NAMES = ("first_name", "last_name")
EMAIL = "taken@example.com"
ROLES = {"customer": Portal.WEBSITE, "backstage": Portal.ADMIN}


def whole(type: ContactType) -> dict[str, Any]:
    """Give a contact that breaks no rule; refused, it could leave a tag, a consent, a grant or a picture behind."""
    return {
        "type": type.value,
        "email": f"{type}@example.com",
        "first_name": "Ana",
        "last_name": "Brook",
        "company": "Brook Ltd",
        "sms_optout_reason": "optout",
        "tags": ["fresh"],
        "thumbnail": as_data_uri(picture()),
    } | ({"grants": [Grant("customer")]} if type == USER else {})


@dataclass(frozen=True)
class Broken:
    """A contact that is whole but for these facts. It is refused at their columns, for one reason."""

    rule: str
    facts: Mapping[str, Any]
    code: str
    type: ContactType = GUEST
    # A contact that is there already.
    rival: Mapping[str, Any] = field(default_factory=dict)
    # The faces that have a way to say it, if they have words for the columns.
    faces: tuple[str, ...] = ("divendo", "evance", "admin", "import")


def _too_long() -> dict[str, Any]:
    texts = {name: "x" * (most + 1) for name, most in TEXTS.items()}
    return {**texts, "username": "x" * 31, "website": "/" + "x" * 2048}


def _emails(value: str) -> dict[str, Any]:
    return {"email": value, "more_emails": ["good@example.com", f"b{value}"]}


def _numbers(value: str) -> dict[str, Any]:
    return {"phone": value, "mobile": value, "more_numbers": ["0800 123", value]}


BROKEN = [
    *(
        Broken(f"a {type} needs its names", dict.fromkeys([*NAMES, "email"], ""), "required", type)
        for type in (USER, GUEST)
    ),
    *(
        Broken(f"a {type} needs its company", dict.fromkeys(["company", "email"], ""), "required", type)
        for type in (BRANCH, SUPPLIER)
    ),
    *(Broken(f"a {type} needs its e-mail", {"email": ""}, "required", type) for type in (RECIPIENT, HQ)),
    Broken("a text is too long", _too_long(), "too-long"),
    Broken("a text holds HTML", dict.fromkeys(TEXTS, "a <b>b</b>"), "html"),
    Broken("a text hides HTML", dict.fromkeys(TEXTS, "a &lt;script>"), "html"),
    Broken("a text holds a control character", dict.fromkeys(TEXTS, "a\x07b"), "invalid"),
    *(
        Broken(f"no e-mail is {value}", _emails(value), "invalid")
        for value in ("ana", "ana@localhost", "a b@example.com", "ana@example.com\x07")
    ),
    Broken(
        "an e-mail is too long", _emails(f"ana@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example.com"), "too-long"
    ),
    Broken("an e-mail comes twice", {"more_emails": ["Guest@Example.com"]}, "duplicate"),
    Broken("too many e-mails", {"more_emails": [f"{number}@example.com" for number in range(51)]}, "too-long"),
    *(Broken(f"no number is {value}", _numbers(value), "invalid") for value in ("12", "1" * 16, "0800!123")),
    Broken("a number is too long", _numbers("( ) " * 13 + "123"), "too-long"),
    Broken("too many numbers", {"more_numbers": [f"0800 {number}" for number in range(100, 160)]}, "too-long"),
    *(Broken(f"no country is {value}", {"address_country": value}, "invalid") for value in ("XX", "UK", "G")),
    Broken("a username is not plain", {"username": "ana brook"}, "invalid"),
    *(
        Broken(f"no website is {value}", {"website": value}, "invalid")
        for value in ("www.example.com", "ftp://example.com", "javascript:alert(1)", "//example.com")
    ),
    Broken("a birth lies in the future", {"date_of_birth": "2999-01-01"}, "invalid"),
    Broken("a type is wanted", {"type": ""}, "required"),
    Broken("a type is unknown", {"type": "alien"}, "invalid"),
    Broken("there is one headquarters", {"type": HQ.value}, "not-unique", faces=("evance", "import")),
    Broken("the headquarters is not offered", {"type": HQ.value}, "invalid", faces=("admin",)),
    Broken("the headquarters stays it", {"type": GUEST.value}, "read-only", HQ, faces=("evance", "import")),
    Broken(
        "a user has this e-mail", {"email": "Taken@Example.com"}, "not-unique", USER, {"type": USER, "email": EMAIL}
    ),
    Broken("a user reads no news", {"email": EMAIL}, "not-unique", RECIPIENT, {"type": USER, "email": EMAIL}),
    Broken("news go out once", {"email": EMAIL}, "not-unique", RECIPIENT, {"type": RECIPIENT, "email": EMAIL}),
    Broken(
        "a branch has this e-mail",
        {"email": EMAIL},
        "not-unique",
        BRANCH,
        {"type": BRANCH, "email": EMAIL, "company": "Brook Ltd"},
    ),
    Broken("a reference is taken", {"reference": "emp-SS"}, "not-unique", rival={"reference": "EMP-ß"}),
    Broken("a customer number is taken", {"customer_number": "C-1"}, "not-unique", rival={"customer_number": "C-1"}),
    Broken("a tag is too long", {"tags": ["good", "x" * 101]}, "too-long"),
    Broken("a tag holds HTML", {"tags": ["good", "a <b>b</b>"]}, "html"),
    Broken("a tag holds a control character", {"tags": ["good", "a\x07b"]}, "invalid"),
    Broken("a tag has no name", {"tags": ["good", " "]}, "required", faces=("evance", "import")),
    Broken("a role is unknown", {"grants": [Grant("nobody")]}, "not-found", USER, faces=("evance", "import")),
    Broken("a role is the staff's", {"grants": [Grant("backstage")]}, "not-found", USER, faces=("evance", "import")),
    Broken("a role's status is unknown", {"grants": [Grant("customer", "asked")]}, "invalid", USER),
    Broken("a role comes twice", {"grants": [Grant("customer")] * 2}, "duplicate", USER, faces=("evance", "import")),
    Broken("a guest has no roles", {"grants": [Grant("customer")]}, "invalid"),
    Broken("a password is short", {"raw_password": "1234567"}, "too-short", USER),
    Broken("a password is long", {"raw_password": "x" * 4097}, "too-long", USER),
    Broken("a guest is not invited", {"is_invited": True}, "invalid"),
    Broken("a picture is none", {"thumbnail": as_base64(b"no picture")}, "invalid"),
    Broken("a picture is not there", {"thumbnail": "~/content/nobody.png"}, "not-found"),
    Broken("a picture is not to be fetched", {"thumbnail": "http://127.0.0.1/a.png"}, "unreachable"),
]
