"""The pages on which people read the documents, and the addresses at which programs do."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

each_dialect = pytest.mark.parametrize("dialect", ["divendo", "evance"])
TITLES = {"divendo": "Divendo API", "evance": "Evance Contacts API"}


def test_one_page_leads_to_both_documents(client):
    page = client.get("/docs/").content.decode()

    assert re.findall(r'<a href="(/docs/[^"]+)">([^<]+)</a>', page) == [
        ("/docs/divendo/", "Divendo API"),
        ("/docs/evance/", "Evance Contacts API"),
    ]


@each_dialect
def test_a_page_shows_its_dialect(client, dialect):
    page = client.get(f"/docs/{dialect}/").content.decode()

    assert f"<title>{TITLES[dialect]}</title>" in page
    assert 'data-schema="openapi.json"' in page


@each_dialect
def test_a_page_is_made_of_files_that_we_ship(client, dialect):
    page = client.get(f"/docs/{dialect}/").content.decode()

    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    files = [address.removeprefix("/static/") for address in addresses if address != "openapi.json"]
    assert [file for file in files if finders.find(file) is None] == []
    assert len(files) == 4


@each_dialect
def test_a_page_runs_nothing_that_stands_in_it(client, dialect):
    answer = client.get(f"/docs/{dialect}/")

    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<style|style=|<script[^>]*>[^<]| on\w+=", answer.content.decode())


@each_dialect
def test_anybody_may_read_a_document_and_keep_it(client, dialect):
    answer = client.get(f"/docs/{dialect}/openapi.json")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content)["info"]["title"] == TITLES[dialect]
    assert answer["Cache-Control"] == "public, max-age=3600"
    again = client.get(f"/docs/{dialect}/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@each_dialect
def test_a_document_is_only_read(client, dialect):
    assert client.post(f"/docs/{dialect}/openapi.json").status_code == 405
