import json, os

import pytest
import schemathesis
from django.core.cache import cache
from django.db import transaction

from contacts.choices import Scope
from contacts.dialects.divendo.docs import SETTINGS as DIVENDO
from contacts.dialects.evance.docs import SETTINGS as EVANCE
from contacts.dialects.openapi.documents import Document
from contacts.dialects.oauth.grants import RegisteredClient
from contacts.dialects.tokens import AccessTokens
from contacts.services.clients import create_client
from contacts.models import Contact
from contacts.paging import Order
from project.wsgi import application
from tests.factories import ContactFactory, AccessRoleFactory
from contacts.phones import normal_number
from contacts.texts import normal_text
from datetime import datetime, UTC

ID, OBJECT_ID = 4711004711, "5643eff487bb38127c11e624"
N = int(os.environ.get("N", 20))
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

def load(document, known):
    raw = json.loads(document.json)
    known(raw)
    config = schemathesis.config.SchemathesisConfig()
    schema = schemathesis.openapi.from_dict(raw, config=config)
    schema.app = application
    schema.config.generation.update(max_examples=N, deterministic=not os.environ.get("RANDOM"), database="none")
    accept = schema.config.checks.positive_data_acceptance
    accept.expected_statuses = [*accept.expected_statuses, "412"]
    reject = schema.config.checks.negative_data_rejection
    reject.expected_statuses = [*reject.expected_statuses, "412"]
    return schema

def cursors():
    c = Contact(pk=ID, created_at=datetime(2020,1,1,tzinfo=UTC))
    return [Order().cursor(c)]

def param(raw, path, method, name):
    return next(p for p in raw["paths"][path][method]["parameters"] if p.get("name") == name)

def divendo(raw):
    for path, ops in raw["paths"].items():
        for op in ops.values():
            for p in op["parameters"]:
                if p.get("name") == "id": p["schema"] = {"enum": [OBJECT_ID, "5643eff487bb38127c11e625"]}
                if p.get("name") in ("after", "before"): p["schema"] = {"enum": cursors()}

    raw["components"]["parameters"]["IfMatch"]["schema"] = {"enum": ["*", '"1"', '"2"']}

def evance(raw):
    raw["components"]["parameters"]["IfMatch"]["schema"] = {"enum": ["*", '"1"', '"2"']}
    raw["components"]["schemas"]["RoleReference"] = {"enum": ["customer", "trade"]}
    raw["components"]["schemas"]["Picture"] = {"enum": [PNG, "data:image/png;base64," + PNG, ""]}
    for path, ops in raw["paths"].items():
        for op in ops.values():
            for p in op["parameters"]:
                if p.get("name") == "id": p["schema"] = {"enum": [ID, ID+1]}
                if p.get("name") in ("after", "before"): p["schema"] = {"enum": cursors()}

DIV = load(Document("contacts.dialects.divendo.urls", DIVENDO), divendo)
EVA = load(Document("contacts.dialects.evance.urls", EVANCE), evance)

def texts(v, key=""):
    if isinstance(v, str): yield key, v
    elif isinstance(v, dict):
        for k, x in v.items(): yield from texts(x, k)
    elif isinstance(v, list):
        for x in v: yield from texts(x, key)

def normal(ctx, case):
    q = case.query or {}
    if isinstance(q, dict):
        if ("after" in q or "before" in q) and ("offset" in q or "page" in q): return False
        page, limit = q.get("page", 1), q.get("limit", 100)
        if isinstance(page, int) and isinstance(limit, int) and page * limit > 10000: return False
    for k, t in texts(case.body):
        if normal_text(t) != t: return False
        if k in ("phone", "mobile", "contactnumbers") and len(t) > 40 and len(normal_number(t)) != len(t): return False
    b = case.body
    if isinstance(b, dict):
        c = b.get("contact", b)
        if isinstance(c, dict):
            d = c.get("dateOfBirth")
            if isinstance(d, str) and d > "2026-01-01": return False
            if c.get("type") == "hq": return False
            es = c.get("emails")
            if isinstance(es, list) and len({str(e).lower() for e in es}) < len(es): return False
            r = c.get("accessRoles")
            if isinstance(r, list):
                n = [x if isinstance(x, str) else x.get("reference") if isinstance(x, dict) else None for x in r]
                if len({str(x) for x in n}) < len(n): return False
    return True

for s in (DIV, EVA):
    s.hook("filter_case")(normal)

@pytest.fixture
def store(one_connection, settings):
    settings.API_REQUESTS_PER_MINUTE = 10**6
    settings.ALLOWED_HOSTS = ["localhost"]
    ContactFactory(object_id=OBJECT_ID, recipient=True)
    ContactFactory(id=ID, user=True, company="Brook Ltd", with_address=True)
    for r in "customer", "trade": AccessRoleFactory(reference=r)
    client = create_client("x", Scope.CONTACTS).client
    token = AccessTokens(3600)("client_credentials", RegisteredClient(client), scope=client.scope)
    return {"Authorization": f"Bearer {token['access_token']}"}

def run(case, store):
    cache.clear()
    with transaction.atomic():
        case.call_and_validate(headers={} if "token" in case.path else store)
        transaction.set_rollback(True)

from hypothesis import settings as hs, HealthCheck
S = hs(suppress_health_check=list(HealthCheck), deadline=None, max_examples=N)

@DIV.parametrize()
@S
def test_divendo(case, store):
    run(case, store)

@EVA.parametrize()
@S
def test_evance(case, store):
    run(case, store)
