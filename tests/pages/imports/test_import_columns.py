"""The second and third step of an import: what its columns mean, and how its rows meet what is stored."""

import pytest

from contacts.models import SavedMapping
from tests.factories import ContactFactory
from tests.pages.imports.wizard import MATCHING, Wizard

pytestmark = pytest.mark.django_db

THEIRS = "Given,Surname,Mail,Shoe size\nAna,Brook,ana@example.com,39\n"
GOOGLE = (
    "First Name,Last Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Labels\n"
    "Ana,Brook,a@example.com,Mobile,+44 7700 900001,x\n"
)
NAMED = {"column-0": "first_name", "column-1": "last_name", "column-2": "email", "column-3": ""}


def lines(wizard, **query):
    return {line.guess.header: line for line in wizard.get("columns", **query).context["lines"]}


def test_each_column_says_what_it_is_taken_for_and_why(manager_client):
    wizard = Wizard(manager_client, "first_name,Surname,Shoe size\nAna,Brook,39\n")

    found = {header: (line.chosen, str(line.guess.why)) for header, line in lines(wizard).items()}

    assert found == {
        "first_name": ("first_name", "name"),
        "Surname": ("last_name", "likely"),
        "Shoe size": ("", "nowhere"),
    }
    assert "1 column is not taken in: Shoe size." in wizard.get("columns").text


def test_the_headers_of_a_known_program_keep_their_own_places(manager_client):
    wizard = Wizard(manager_client, GOOGLE)

    assert lines(wizard)["Phone 1 - Value"].auto.startswith("Google")
    wizard.rehearsed()

    assert wizard.draft.plan["mapping"] == {}
    assert "+44 7700 900001" in wizard.get("review", tile="created").text


def test_what_is_chosen_is_kept_with_rules_and_defaults(manager_client):
    wizard = Wizard(manager_client, THEIRS)

    wizard.post("columns", **NAMED, **{"rule-1": "fill", "default-0": "Friend"}, type="recipient")

    plan = wizard.draft.plan
    assert plan["mapping"] == {"Given": "first_name", "Mail": "email", "Surname": "last_name"}
    assert (plan["policies"], plan["defaults"]) == (
        {"last_name": "fill"},
        {"type": "recipient", "first_name": "Friend"},
    )
    assert lines(wizard)["Given"].default == "Friend"


def test_a_mapping_is_saved_offered_where_its_headers_are_and_used(manager_client):
    Wizard(manager_client, THEIRS).post("columns", **NAMED, type="guest", save_as="The shop")
    saved = SavedMapping.objects.get(name="The shop")
    wizard = Wizard(manager_client, THEIRS)

    assert "The shop" in wizard.get("columns").text
    assert lines(wizard, mapping=saved.pk)["Given"].chosen == "first_name"
    assert "The shop" not in Wizard(manager_client, "email\na@example.com\n").get("columns").text


@pytest.mark.parametrize("data", [{"column-0": "nothing"}, {"default-2": "no day", "column-2": "date_of_birth"}])
def test_what_cannot_be_is_refused_with_a_word_and_not_kept(manager_client, data):
    wizard = Wizard(manager_client, THEIRS)
    before = wizard.draft.plan

    answer = wizard.post("columns", **{**NAMED, **data}, type="guest")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert wizard.draft.plan == before


def test_the_figures_tell_how_many_rows_are_here_already(manager_client):
    ContactFactory(email="ana@example.com")
    wizard = Wizard(manager_client, "email,first_name\nana@example.com,Ana\nben@example.com,Ben\n,Cleo\n")

    page = wizard.get("matching").text

    assert "2 of 3 rows have one, 1 are here already" in page


def test_matching_is_kept_in_the_order_of_its_rules(manager_client):
    wizard = Wizard(manager_client)

    wizard.post("matching", **{**MATCHING, "rule_reference": "1", "rule_email": "2", "add_tags": "fair, Spring"})

    plan = wizard.draft.plan
    assert (plan["match"], plan["add_tags"]) == (["reference", "email"], ["fair", "Spring"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"rule_email": ""},
        {"allow_resubscribe": "on"},
        {"mode": "destroy"},
        {"add_tags": "x" * 101},
        {"is_atomic": "maybe"},
    ],
)
def test_a_matching_that_cannot_be_is_refused(manager_client, wrong):
    wizard = Wizard(manager_client)

    assert wizard.post("matching", **{**MATCHING, **wrong}).status_code == 422


def test_an_opt_out_is_lifted_by_the_three_conditions_alone(manager_client):
    ContactFactory(email="ana@example.com", sms_optout_reason="asked", sms_optout_date="2020-01-01T00:00:00Z")
    rows = "first_name,last_name,email,sms_consent_date\nAna,Brook,ana@example.com,2024-01-01\n"

    refused = Wizard(manager_client, rows).rehearsed()
    page = refused.get("review", tile="resubscribe").text
    allowed = Wizard(manager_client, rows).rehearsed(allow_resubscribe="on", consent_source="fair")

    assert refused.tiles == {"unchanged": 1, "resubscribe": 1}
    assert "resubscribed" not in refused.draft.review["counts"]
    assert "would re-subscribe" in page
    assert allowed.draft.review["counts"]["resubscribed"] == 1
