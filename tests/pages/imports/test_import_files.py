"""The first step of an import: which files are taken, how they are shown, and what is said of bad ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.models import ImportDraft
from tests.exchange.tables import workbook
from tests.pages.imports.wizard import PEOPLE, Wizard

pytestmark = pytest.mark.django_db

NEW = "/staff/imports/new/"


def upload(client, content, name="people.csv", **data):
    return client.post(NEW, {"file": SimpleUploadedFile(name, content), **data})


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"[1]", b"\xd0\xcf\x11\xe0", b"a,a\n1,2\n" * 0])
def test_a_bad_file_gets_a_clear_word_and_leaves_no_draft(manager_client, content, own_uploads):
    answer = upload(manager_client, content)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not ImportDraft.objects.exists()
    assert not own_uploads.exists()


def test_a_file_that_is_too_large_is_told_how_large_one_may_be(manager_client, settings):
    settings.IMPORT_MAX_MEGABYTES = 0

    answer = upload(manager_client, PEOPLE.encode())

    assert answer.status_code == 422
    assert "manage.py import_contacts" in answer.text


@pytest.mark.parametrize("data", [{}, {"text": PEOPLE, "file": SimpleUploadedFile("people.csv", b"email\n")}])
def test_a_file_or_rows_are_wanted_and_not_both(manager_client, data):
    assert manager_client.post(NEW, data).status_code == 422


def test_rows_may_be_pasted(manager_client):
    answer = manager_client.post(NEW, {"text": PEOPLE.replace(",", "\t")})

    assert answer.status_code == 302
    assert "ana@example.com" in manager_client.get(answer.url).text


def test_the_clients_name_of_a_file_is_shown_and_no_path_is_made_of_it(manager_client, own_uploads):
    wizard = Wizard(manager_client, name="../../etc/pass<wd>\x07.csv")

    assert wizard.draft.name == "pass<wd>.csv"
    assert "pass" not in wizard.draft.file.name
    assert [path.parent for path in own_uploads.rglob("*.csv")] == [
        own_uploads / "imports" / wizard.draft.file.name[8:15]
    ]
    assert "pass&lt;wd&gt;.csv" in wizard.get("file").text


def test_headers_and_cells_cannot_become_markup(manager_client):
    evil = "<script>alert(1)</script>"
    wizard = Wizard(
        manager_client, f"first_name,last_name,email,{evil}\n{evil},Brook,ana@example.com,{evil}\n"
    ).rehearsed()

    for step in ("file", "columns", "matching", "review"):
        assert evil not in wizard.get(step).text
    assert evil not in wizard.get("row", 2).text


def test_what_no_database_takes_comes_to_no_harm(manager_client):
    rows = "first_name,Sur\0name,email,Odd\0\nAna,Brook,no\0mail,x\n"
    wizard = Wizard(manager_client, rows).planned(add_tags="fair")
    wizard.post("rehearse")

    wizard.post("row", 2, **{"cell:email": "ana\0@example.com"})
    wizard.post("run", reason="no\0reason")

    assert wizard.tiles == {"invalid": 1}
    assert wizard.draft.operation.reason == "noreason"
    assert wizard.post("columns", save_as="no\0name").status_code == 404


def test_a_file_that_names_many_pictures_is_not_rehearsed_while_the_person_waits(manager_client):
    rows = "".join(f"Ana,Brook,{row}@example.com,https://example.com/{row}.png\n" for row in range(4))

    wizard = Wizard(manager_client, f"first_name,last_name,email,thumbnail\n{rows}").rehearsed()

    assert wizard.draft.review["state"] == "running"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("first_name;email\nJürgen;j@example.com\n".encode("cp1252"), ("Found out: Windows-1252", "semicolons")),
        ("first_name\temail\nJürgen\tj@example.com\n".encode("utf-16"), ("Found out: UTF-16", "tabs")),
    ],
)
def test_encoding_and_separator_are_found_out_and_said(manager_client, content, found):
    page = Wizard(manager_client, content).get("file").text

    assert "Jürgen" in page
    assert all(word in page for word in found)


def test_how_the_file_is_read_can_be_set_right(manager_client):
    wizard = Wizard(manager_client, "a;b\n1;2\nfirst_name;email\nAna;ana@example.com\n")

    again = wizard.post("file", format="csv", header_row="3", delimiter="semicolon", encoding="utf-8", day_order="dmy")

    assert again.url == wizard.address("file")
    assert wizard.get("file").context["preview"].headers == ["first_name", "email"]
    assert (wizard.draft.plan["delimiter"], wizard.draft.plan["day_order"]) == ("semicolon", "dmy")


def test_a_file_that_cannot_be_read_any_more_can_be_set_right(manager_client):
    wizard = Wizard(manager_client)
    wizard.post("file", format="xlsx", header_row="1")

    answer = wizard.get("file")
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert wizard.get("columns").url == wizard.address("file")
    wizard.post("file", format="csv", header_row="1")

    assert wizard.get("file").status_code == 200


def test_a_sheet_of_several_can_be_chosen(manager_client):
    wizard = Wizard(
        manager_client, workbook(["email"], ["a@example.com"], Other=[["email"], ["b@example.com"]]), "x.xlsx"
    )

    wizard.post("file", format="xlsx", header_row="1", sheet="Other")

    assert "b@example.com" in wizard.get("file").text


def test_a_file_without_headers_has_its_columns_numbered(manager_client):
    wizard = Wizard(manager_client, "Ana,Brook,ana@example.com\nBen,Cole,ben@example.com\n")

    chosen = {"column-0": "first_name", "column-1": "last_name", "column-2": "email"}
    wizard.planned(chosen).post("rehearse")

    assert wizard.tiles == {"created": 2}


@pytest.mark.parametrize("format", ["vcf", "jsonl"])
def test_files_without_a_line_of_headers_go_the_same_way(manager_client, format):
    content = {
        "vcf": "BEGIN:VCARD\nVERSION:4.0\nFN:Ana Brook\nN:Brook;Ana;;;\nEMAIL:ana@example.com\nEND:VCARD\n",
        "jsonl": '{"first_name": "Ana", "last_name": "Brook", "email": "ana@example.com"}\n',
    }[format]
    wizard = Wizard(manager_client, content, f"people.{format}").rehearsed()

    assert wizard.tiles == {"created": 1}
    for step in ("file", "columns", "matching", "review"):
        assert wizard.get(step).status_code == 200


def test_the_template_has_our_columns_and_can_be_imported(manager_client):
    content = manager_client.get(reverse("staff:imports-template")).content

    wizard = Wizard(manager_client, content)

    assert content.startswith(b"\xef\xbb\xbftype,email,")
    assert "There is no row below the headers" in wizard.get("file").text
