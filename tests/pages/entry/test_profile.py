import pytest

from contacts.services.preferences import preferences_of
from tests.factories import StaffMemberFactory
from tests.queries import statements

PAGE = "/staff/me/"
CHOSEN = {"name": " Kim Moss ", "theme": "dark", "language": "de", "times": "exact"}


def test_what_is_chosen_is_kept(at_the_desk, kim):
    assert at_the_desk.post(PAGE, CHOSEN).url == PAGE

    kim.refresh_from_db()
    kept = preferences_of(kim)
    assert (kim.name, kept["theme"], kept["language"], kept["times"], kept["keyboard"]) == (
        "Kim Moss",
        "dark",
        "de",
        "exact",
        False,
    )


def test_the_page_is_of_the_chosen_theme_and_language_and_keeps_its_keys_to_itself(at_the_desk):
    at_the_desk.post(PAGE, CHOSEN)

    answer = at_the_desk.get(PAGE, headers={"Accept-Language": "fr"})

    assert '<html lang="de" dir="ltr" data-bs-theme="dark">' in answer.text
    assert 'data-keyboard="off"' in answer.text
    assert answer["Content-Language"] == "de"


def test_without_a_choice_the_browser_decides(at_the_desk):
    answer = at_the_desk.get(PAGE, headers={"Accept-Language": "fr"})

    assert '<html lang="fr" dir="ltr">' in answer.text


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"language": "xx"}, {"times": "never"}, {"name": "x" * 121}])
def test_what_cannot_be_had_is_refused_and_nothing_kept(at_the_desk, kim, wrong):
    answer = at_the_desk.post(PAGE, CHOSEN | wrong)

    kim.refresh_from_db()
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert (kim.name, kim.preferences) == ("Kim", {})


def test_nobody_becomes_an_administrator_here(at_the_desk, kim):
    at_the_desk.post(PAGE, CHOSEN | {"is_superuser": "on", "email": "hq@example.com"})

    kim.refresh_from_db()
    assert (kim.is_superuser, kim.email) == (False, "kim@example.com")


def test_the_page_takes_a_fixed_number_of_queries(at_the_desk):
    with statements() as few:
        at_the_desk.get(PAGE)
    StaffMemberFactory.create_batch(5)

    with statements() as many:
        at_the_desk.get(PAGE)

    assert len(few) == len(many) <= 9
