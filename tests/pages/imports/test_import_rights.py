"""Who may import, what a request must carry, and what the pages ask of the database."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from contacts.models import ImportDraft
from tests.factories import ContactFactory, StaffMemberFactory
from tests.pages.imports.wizard import Wizard
from tests.queries import statements

pytestmark = pytest.mark.django_db

PAGES = ("file", "columns", "matching", "review", "problems", "failed")
DEEDS = ("rehearse", "run", "again", "discard")


def member_of(group):
    member = StaffMemberFactory()
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.mark.parametrize("group", ["Reader", "Editor"])
def test_who_may_not_import_gets_403_everywhere(manager_client, group):
    wizard, stranger = Wizard(manager_client), Client()
    stranger.force_login(member_of(group))

    answers = [stranger.get(wizard.address(page)) for page in PAGES]
    answers += [stranger.post(wizard.address(deed)) for deed in DEEDS]
    answers += [stranger.get(reverse(f"staff:{name}")) for name in ("imports", "imports-new", "imports-template")]
    answers += [stranger.get(wizard.address("")), stranger.post(wizard.address("row", 2))]

    assert {answer.status_code for answer in answers} == {403}
    assert ImportDraft.objects.count() == 1


def test_a_draft_is_seen_by_all_who_may_import(manager_client):
    wizard, colleague = Wizard(manager_client), Client()
    colleague.force_login(member_of("Manager"))

    assert colleague.get(wizard.address("columns")).status_code == 200


def test_a_draft_that_is_not_there_is_404(manager_client):
    assert {manager_client.get(f"/staff/imports/99/{page}/").status_code for page in ("file", "columns", "review")} == {
        404
    }


def test_nothing_is_done_without_the_token_against_forged_requests(manager_client, manager):
    wizard, forged = Wizard(manager_client).rehearsed(), Client(enforce_csrf_checks=True)
    forged.force_login(manager)

    assert {forged.post(wizard.address(deed)).status_code for deed in DEEDS} == {403}


@pytest.mark.parametrize("deed", DEEDS)
def test_looking_does_nothing(manager_client, deed):
    assert Wizard(manager_client).get(deed).status_code == 405


def test_an_uploaded_file_has_no_address(manager_client):
    wizard = Wizard(manager_client)

    assert manager_client.get(wizard.draft.file.url).status_code == 404
    assert manager_client.get(f"/content/{wizard.draft.file.name}").status_code == 404


@pytest.mark.parametrize("step", ["file", "columns", "matching", "review"])
def test_a_step_asks_as_much_for_many_rows_as_for_one(manager_client, step):
    def asked(rows):
        content = "first_name,last_name,email\n" + "".join(f"Ana,B,{row}@example.com\n" for row in range(rows))
        wizard = Wizard(manager_client, content).rehearsed()
        with statements() as sent:
            assert wizard.get(step).status_code == 200
        return len(sent)

    ContactFactory.create_batch(3)
    asked(1)
    assert asked(1) == asked(120) <= 9


def test_the_list_asks_as_much_for_many_drafts_as_for_one(manager_client):
    def asked():
        with statements() as sent:
            manager_client.get(reverse("staff:imports"))
        return len(sent)

    Wizard(manager_client)
    asked()
    one = asked()
    for _number in range(4):
        Wizard(manager_client).rehearsed().post("run")
        Wizard(manager_client)

    assert asked() <= one + 1


def test_a_row_is_reached_by_its_line_and_others_are_404(manager_client):
    wizard = Wizard(manager_client)

    assert wizard.get("row", 2).status_code == 200
    assert wizard.get("row", 99).status_code == 404
