"""The facts of the demonstration's contacts, as changes for the door."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from contacts.choices import Channel, ContactType, GrantStatus
from contacts.demo.people import Sketch
from contacts.demo.pictures import draw_initials
from contacts.services import Grant

SHOP = "Brightwick"
ROLES = {"customer": "Customer", "trade-account": "Trade account", "press": "Press room"}
TAGS = {
    ContactType.USER: ["VIP", "loyalty card", "trade", "workshop", "gift list", "local"],
    ContactType.GUEST: ["gift list", "click and collect", "local"],
    ContactType.RECIPIENT: ["newsletter", "sale alerts"],
    ContactType.SUPPLIER: ["ceramics", "textiles", "furniture"],
    ContactType.BRANCH: ["repairs", "click and collect"],
}
OPT_OUTS = {
    Channel.EMAIL: ("unsubscribed", 0.12),
    Channel.POST: ("no catalogue, please", 0.08),
    Channel.SMS: ("replied STOP", 0.1),
    Channel.PHONE: ("asked not to be called", 0.07),
}
HEADQUARTERS = {
    "company": SHOP,
    "phone": "+44 20 7946 0100",
    "address_line1": "20-22 Wenlock Road",
    "address_city": "London",
    "address_postcode": "N1 7GU",
    "address_country": "GB",
    "website": "https://www.example.com/",
    "registered_number": "00000000",
    "tax_number": "GB000000000",
    "biography": "Things for the home that last.\nHead office and warehouse.",
}

Facts = dict[str, Any]


def contact_facts(sketch: Sketch) -> Facts:
    """Give all that the store is told of the contact."""
    facts: Facts = {"type": sketch.type, "created_at": sketch.created_at}
    for tell in _TOLD[sketch.type]:
        facts |= tell(sketch)
    return facts | _optouts(sketch) | _tags(sketch) | _picture(sketch)


def _name(sketch: Sketch) -> Facts:
    title = "Dr" if sketch.often(0.04) else ""
    return {"title": title, "first_name": sketch.first.name, "last_name": sketch.last.name}


def _email(sketch: Sketch) -> Facts:
    domain = sketch.random.choice(["example.com", "example.org", "example.net"])
    more = [f"{sketch.handle}.home@{domain}"] if sketch.often(0.1) else []
    return {"email": f"{sketch.handle}@{domain}", "more_emails": more}


def _numbers(sketch: Sketch) -> Facts:
    patterns = {"phone": (sketch.place.phone, 0.75), "mobile": (sketch.country.mobile, 0.6)}
    numbers: Facts = {
        name: sketch.number_like(pattern) for name, (pattern, share) in patterns.items() if sketch.often(share)
    }
    if numbers.get("phone") and sketch.often(0.1):
        numbers["more_numbers"] = [sketch.number_like(sketch.place.phone)]
    return numbers


def _address(sketch: Sketch) -> Facts:
    country, place = sketch.country, sketch.place
    line = country.line.format(street=sketch.random.choice(country.streets), number=sketch.random.randint(1, 120))
    return {
        "address_line1": line,
        "address_city": place.city,
        "address_region": place.region,
        "address_postcode": place.postcode,
        "address_country": country.code,
    }


def _work(sketch: Sketch) -> Facts:
    if sketch.often(0.5):
        return {}
    return {
        "leave_date": sketch.today.date() if sketch.often(0.1) else None,
        "company": sketch.random.choice(sketch.country.companies).name,
        "department": sketch.random.choice(sketch.country.departments),
        "position": sketch.random.choice(sketch.country.positions),
    }


def _life(sketch: Sketch) -> Facts:
    born = sketch.day_between(date(1945, 1, 1), date(2006, 12, 31)) if sketch.often(0.6) else None
    return {"date_of_birth": born, "biography": sketch.random.choice(sketch.country.hobbies) if born else ""}


def _account(sketch: Sketch) -> Facts:
    return {
        "customer_number": f"C{100_000 + sketch.number}" if sketch.often(0.8) else "",
        "account_number": f"A-{sketch.number:06}" if sketch.often(0.2) else "",
        "username": sketch.handle if sketch.often(0.6) else "",
        "grants": _grants(sketch),
    }


def _grants(sketch: Sketch) -> list[Grant]:
    grants = [Grant("customer")] if sketch.often(0.5) else []
    if sketch.often(0.2):
        grants.append(Grant("trade-account", sketch.random.choice(GrantStatus.values)))
    if sketch.often(0.05):
        expires = sketch.today + timedelta(days=sketch.random.randint(30, 365))
        grants.append(Grant("press", expires=expires))
    return grants


def _supplier(sketch: Sketch) -> Facts:
    company = sketch.random.choice(sketch.country.companies)
    return {
        "company": company.name,
        "email": f"{company.latin}.{sketch.number}@example.org",
        "position": sketch.random.choice(sketch.country.positions),
        "reference": f"SUP-{sketch.number:06}",
        "registered_number": sketch.number_like("########"),
        "tax_number": sketch.country.code + sketch.number_like("#########"),
        "website": f"https://www.example.org/{company.latin}",
        "start_date": sketch.created_at.date(),
    }


def _branch(sketch: Sketch) -> Facts:
    return {
        "company": f"{SHOP} {sketch.place.city}",
        "email": f"shop.{sketch.country.code.lower()}{sketch.number}@example.com",
        "division": sketch.place.region,
        "reference": f"SHOP-{sketch.number:06}",
        "website": f"/shops/{sketch.number}",
        "start_date": sketch.created_at.date(),
    }


def _optouts(sketch: Sketch) -> Facts:
    facts: Facts = {}
    for channel, (reason, share) in OPT_OUTS.items():
        if sketch.often(share):
            age = sketch.today - sketch.created_at
            facts[f"{channel}_optout_reason"] = reason
            facts[f"{channel}_optout_date"] = (
                sketch.today - sketch.random.random() * age if sketch.often(0.85) else None
            )
    return facts


def _tags(sketch: Sketch) -> Facts:
    known = TAGS[sketch.type]
    return {"tags": sketch.random.sample(known, k=sketch.random.choice([0, 1, 1, 2]))}


def _picture(sketch: Sketch) -> Facts:
    if not sketch.often(0.1):
        return {}
    initials = f"{sketch.first.latin[0]}{sketch.last.latin[0]}".upper()
    return {"thumbnail": ContentFile(draw_initials(initials, sketch.random.random()))}


# What is told of each type; what comes later has the last word.
_TOLD: dict[ContactType, list[Callable[[Sketch], Facts]]] = {
    ContactType.USER: [_name, _email, _numbers, _address, _work, _life, _account],
    ContactType.GUEST: [_name, _email, _numbers, _address],
    ContactType.RECIPIENT: [_email],
    ContactType.SUPPLIER: [_name, _numbers, _address, _supplier],
    ContactType.BRANCH: [_numbers, _address, _branch],
}
