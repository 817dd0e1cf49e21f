"""Finding contacts (contract §2, e-mail look-up, and §3, ``q``): the same answers on both databases."""

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contacts.choices import Via
from contacts.models import Contact
from contacts.services import change_contact, delete_contact

pytestmark = pytest.mark.django_db

on_the_database = hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# Letters with and without accents and case, what LIKE and FTS5 give a meaning to, and what numbers are made of.
ALPHABET = "aAbBäáßﬁ\"'%_\\*^:-+.()& 12"
words = st.one_of(
    st.text(ALPHABET, max_size=5), st.sampled_from(["AND", "OR", "NOT", "NEAR", "and", "near(a", "{a", "a*"])
)
phrases = st.lists(words, max_size=3).map(" ".join)
drafts = st.builds(
    Contact,
    type=st.just("guest"),
    email=st.text("ab.@", max_size=6),
    more_emails=st.lists(st.text("ab.@", min_size=1, max_size=6), max_size=2),
    first_name=phrases,
    company=phrases,
    reference=phrases,
    phone=st.text("12+ ()", max_size=8),
    more_numbers=st.lists(st.text("12 ", min_size=1, max_size=8), max_size=2),
)


def stored(drafts: list[Contact]) -> list[Contact]:
    """Store the drafts around the door and its rules, as the only contacts."""
    Contact.objects.all().delete()
    for number, draft in enumerate(drafts):
        draft.id = 10**9 + number
        draft.derive()
        draft.reference_key = ""
    return Contact.objects.bulk_create(drafts)


def plain(text: str) -> str:
    """Give the text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def has_word(contact: Contact, word: str) -> bool:
    """Say whether the word stands anywhere in what is searched; a number is found by its digits, too."""
    texts = [
        contact.first_name,
        contact.last_name,
        contact.company,
        contact.reference,
        contact.email,
        *contact.more_emails,
    ]
    digits = ["".join(filter(str.isdigit, number)) for number in (contact.phone, contact.mobile, *contact.more_numbers)]
    looks_like_a_number = all(char in "0123456789+()./-" for char in word) and any(map(str.isdigit, word))
    wanted = {word} | ({"".join(filter(str.isdigit, word))} if looks_like_a_number else set())
    return any(form in text for form in wanted for text in [*map(plain, texts), *digits])


@given(st.lists(drafts, max_size=4), st.lists(phrases, min_size=1, max_size=6))
@example(
    [Contact(type="guest", company='a"b%c_d\\e*f')], ['a"b', "%c_", "\\e*", "a%b", "b_c", "*f", '"', "%", "_", "\\"]
)
@on_the_database
def test_a_contact_is_found_when_every_word_occurs_in_it(drafts, queries):
    contacts = stored(drafts)

    for query in queries:
        expected = {one.pk for one in contacts if all(has_word(one, word) for word in plain(query).split())}
        assert set(Contact.objects.search(query).values_list("pk", flat=True)) == expected, query


def is_found(contact: Contact, query: str) -> bool:
    return contact in Contact.objects.search(query)


@pytest.mark.parametrize(
    "query",
    [
        "ana maria",
        "MARÍA",
        "o'brien",
        "n-ł",
        "łecka",
        "müller sohne",
        "muller",
        "ller",
        "& s",
        "100%_g",
        "%_",
        "brook@example",
        "bücher.example",
        "bucher",
        "ref/2026",
        "REF",
        "/2026-7",
        "mari\u00aa",
        "020 7946",
        "+44 (0)20",
        "4402079460000",
        "7946-0000",
        "0151/234",
        "15123456789",
        "46000",
        "ana müller 7946 ref",
        "m",
        "łe",
        "7",
        "(0)",
        "  ana \t\n  maria\u00a0 ",
    ],
)
def test_words_are_found_anywhere_in_a_word_in_any_case_without_accents(ana, query):
    assert is_found(ana, query)


@pytest.mark.parametrize(
    "query",
    [
        "ana cargo",
        "anamaria",
        "maria ana q",
        "ana OR zzz",
        "ana AND zzz",
        "an* zzz",
        'ana"',
        '"ana maria"',
        "a%a",
        "m_r",
        "100_",
        "NOT zzz",
        "NEAR(ana maria)",
        "search_text:ana",
        "^ana",
        "ana\\",
        "\\",
        "--",
        "'; --",
        "{ana}",
        "ana\0",
        "\ud800",
        "020 7947",
        "+49",
        "maria-",
        "79460001",
    ],
)
def test_what_does_not_occur_is_not_found_whatever_it_means_to_a_database(ana, query):
    assert not is_found(ana, query)


@pytest.mark.parametrize("query", ["", " ", "\t\n\u00a0", "\u0301"])
def test_no_words_find_everybody(ana, query):
    assert Contact.objects.search(query).count() == Contact.objects.count()


def test_the_others_are_not_found(ana):
    assert list(Contact.objects.search("ana mari")) == [ana]
    assert list(Contact.objects.search("7946")) == [ana]


def test_questions_may_be_put_together(ana):
    assert list(Contact.objects.filter(type="guest").search("ana").with_email("ANA.brook@example.com")) == [ana]
    assert not Contact.objects.filter(type="user").search("ana").exists()


def test_what_is_found_follows_what_is_written(ana):
    change_contact(ana.pk, {"first_name": "Zoë", "emails": ["zoe@example.com"], "numbers": ["999 888"]}, via=Via.PAGE)

    assert is_found(ana, "zoe 999888")
    assert not is_found(ana, "maria")
    assert not is_found(ana, "0207946")
    delete_contact(ana.pk, via=Via.PAGE)
    assert not is_found(ana, "zoe")


def test_what_is_found_follows_writes_around_the_door_too(ana):
    Contact.objects.filter(pk=ana.pk).update(search_text="something else")
    assert is_found(ana, "something")
    assert not is_found(ana, "maria")

    Contact.objects.filter(pk=ana.pk).delete()
    assert not is_found(ana, "something")
