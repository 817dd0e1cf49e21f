"""The documents themselves: whole, valid, and true in their examples."""

import io
import json
import re
from importlib import import_module

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

from contacts.dialects.divendo.docs import document as divendo
from contacts.dialects.evance.docs import document as evance
from contacts.dialects.openapi.documents import Document

METHODS = {"get", "post", "put", "patch", "delete"}
each_dialect = pytest.mark.parametrize("document", [divendo, evance], ids=["divendo", "evance"])


def described(document):
    return json.loads(document.json)


def operations(document):
    """Give each operation with its method and path."""
    for path, methods in described(document)["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def routes(document):
    """Give the method and path of each call that the dialect answers."""
    for pattern in import_module(document.urlconf).urlpatterns:
        view = getattr(pattern.callback, "view_class", None)
        # The token addresses are plain functions, which take POST alone.
        methods = {method for method in METHODS if hasattr(view, method)} if view else {"post"}
        path = re.sub(r"<\w+:(?:public_)?(\w+)>", r"{\1}", str(pattern.pattern))
        yield from ((method, f"/{path}") for method in methods)


@pytest.mark.parametrize("dialect", ["divendo", "evance"])
def test_the_document_is_valid_and_written_without_a_warning(dialect):
    written = io.StringIO()

    call_command(
        "spectacular",
        urlconf=f"contacts.dialects.{dialect}.urls",
        custom_settings=f"contacts.dialects.{dialect}.openapi.SETTINGS",
        validate=True,
        fail_on_warn=True,
        stdout=written,
    )

    assert written.getvalue().startswith("openapi: 3.1.1\n")


@each_dialect
def test_every_call_is_described_and_no_other(document):
    assert {(method, path) for method, path, _operation in operations(document)} == set(routes(document))


@each_dialect
def test_every_operation_says_what_it_needs_and_answers(document):
    for method, path, operation in operations(document):
        assert operation["summary"], (method, path)
        assert operation["security"], (method, path)
        assert {"401", "429"} <= operation["responses"].keys(), (method, path)
        assert ("requestBody" in operation) == (method in {"post", "put"}), (method, path)


def media_types(node):
    """Give every Media Type Object that has an example."""
    if isinstance(node, dict):
        if {"schema", "example"} <= node.keys():
            yield node
        for inner in node.values():
            yield from media_types(inner)


@each_dialect
def test_every_example_is_one(document):
    whole = described(document)
    found = list(media_types(whole))

    for media_type in found:
        schema = {**media_type["schema"], "components": whole["components"]}
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(media_type["example"])
    assert len(found) > 20


@each_dialect
def test_every_component_is_used_and_there(document):
    text = document.json.decode()
    used = set(re.findall(r'"#/components/(\w+)/([\w-]+)"', text))
    components = described(document)["components"]

    schemes = components.pop("securitySchemes")
    assert {(kind, name) for kind, named in components.items() for name in named} == used
    assert {
        name for *_call, operation in operations(document) for need in operation["security"] for name in need
    } == set(schemes)


def test_a_document_is_written_once(monkeypatch):
    written = []
    monkeypatch.setattr(SchemaGenerator, "get_schema", lambda *args, **options: written.append(1) or {})
    document = Document("contacts.dialects.divendo.urls", {})

    assert (document.json, document.json, document.etag) == (b"{}", b"{}", document.etag)
    assert len(written) == 1
