"""A search that cannot be carried out says why, all at once (contract §3)."""

import pytest

from contacts.models import Contact
from tests.dialects.samples import SEARCH, evance_faults

pytestmark = pytest.mark.django_db


def faults(api, parameters):
    return evance_faults(api.get(SEARCH, parameters), 400, "parameters")


@pytest.mark.parametrize(
    ("parameter", "values"),
    [
        ("type", ["users", "USER", "user,guest", "\0"]),
        ("leaveDate", ["31.01.2031", "2031-02-30", "2031-1-1", "2031-01-31T00:00:00Z", "soon", "\0"]),
        ("created:min", ["2031", "2031-02-30", "now", "2031-01-01T25:00:00Z", "2031-01-01T00:00:00+99:00"]),
        ("created:max", ["x", "2031-01-01 00:00"]),
        ("modified:min", ["0", "\0"]),
        ("modified:max", ["-", "9999-99-99"]),
        ("sort", ["name", "--created", "Created", "created,-email", "id", "password"]),
        ("limit", ["0", "251", "-5", "1.5", "x", "٣", "9" * 5000]),
        ("page", ["0", "-1", "x", "1e3", "9" * 5000]),
        ("total", ["1", "true", "EXACT"]),
        ("after", ["x"]),
        ("before", ["x"]),
    ],
)
def test_a_bad_value_is_named(api, parameter, values):
    for value in values:
        assert faults(api, {parameter: value}) == [(parameter, "invalid")]


@pytest.mark.parametrize("parameter", ["q", "email", "reference", "company", "tag"])
def test_a_text_that_no_contact_could_hold_is_named(api, parameter):
    assert faults(api, {parameter: "a\0b"}) == [(parameter, "invalid")]
    assert faults(api, {parameter: "a " * 5000}) == [(parameter, "too-long")]
    assert api.get(SEARCH, {parameter: "a b " * 60}).status_code == 200


@pytest.mark.parametrize("name", ["Q", "name", "created", "created:min ", "offset", "id", "é", "a" * 500, ""])
def test_an_unknown_parameter_is_named(api, name):
    assert faults(api, {name: "x"}) == [(name, "unknown-parameter")]
    assert f"“{name}”" in api.get(SEARCH, {name: "x"}).json()["errors"][0]["message"]


def test_all_that_is_wrong_is_named_at_once(api):
    query = {
        "limit": "0",
        "page": "x",
        "sort": "id",
        "type": "x",
        "leaveDate": "x",
        "created:min": "x",
        "modified:max": "x",
        "total": "x",
        "colour": "x",
    }

    assert faults(api, query) == sorted(
        (name, "unknown-parameter" if name == "colour" else "invalid") for name in query
    )


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%", "q", "=", "&&", "q=a&q=b", "q=%ED%A0%80", "q=😀", "type=user;q=a"]
)
def test_a_query_that_is_oddly_written_breaks_nothing(api, query):
    assert api.get(f"{SEARCH}?{query}").status_code in (200, 400)


def test_a_query_of_too_many_parameters_is_refused(api):
    answer = api.get(f"{SEARCH}?{'&'.join(['q=a'] * 1001)}")

    assert evance_faults(answer, 400, "parameters") == [("", "malformed")]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_break_nothing(api, settings, zone, day):
    settings.TIME_ZONE = zone

    for parameter in ("created:min", "created:max"):
        assert api.get(SEARCH, {parameter: day}).status_code in (200, 400)


def test_a_search_needs_no_more_than_a_reading_scope(reading_api):
    assert reading_api.get(SEARCH).status_code == 200


def test_a_search_is_no_contact(api):
    count = Contact.objects.count()

    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert evance_faults(api.request(method, SEARCH), 405, "parameters") == [("", "method-not-allowed")]
    assert Contact.objects.count() == count
