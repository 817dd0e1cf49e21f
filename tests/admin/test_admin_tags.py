import pytest

from contacts.choices import Via
from contacts.models import Change, Contact, Tag
from contacts.services import create_contact
from tests.admin.browser import errors_of

LIST = "/admin/contacts/tag/"


@pytest.fixture
def ana(db):
    return create_contact(
        {"type": "recipient", "email": "ana@example.com", "tags": ["Key account", "vip"]}, via=Via.EVANCE
    )


def tags_of(contact):
    return sorted(Contact.objects.whole().get(pk=contact.pk).tag_names or [])


def tag(name):
    return Tag.objects.get(name=name)


def rename(pages, name, new):
    return pages.client.post(f"{LIST}{tag(name).pk}/change/", {"name": new})


def test_a_tag_is_renamed_through_the_history_of_its_contacts(pages, member, ana):
    assert rename(pages, "vip", "VIP customer").status_code == 302

    assert tags_of(ana) == ["Key account", "VIP customer"]
    change = Change.objects.order_by("-pk")[0]
    assert (change.via, change.by, change.operation is not None) == (Via.ADMIN, member, True)


def test_another_spelling_is_the_same_tag(pages, ana):
    before = tag("vip").pk

    rename(pages, "vip", "VIP")

    assert tag("VIP").pk == before


def test_the_name_of_another_tag_is_refused_at_its_field(pages, ana):
    response = rename(pages, "vip", "key ACCOUNT")

    assert "merge this one into it" in errors_of(response)["name"][0]
    assert tags_of(ana) == ["Key account", "vip"]


def test_what_is_no_name_is_refused_at_its_field(pages, ana):
    assert "name" in errors_of(rename(pages, "vip", "<b>"))


def test_a_form_sent_back_as_it_is_writes_nothing(pages, ana):
    rename(pages, "vip", "vip")

    assert Change.objects.count() == 1


def test_tags_are_merged_into_the_one_that_is_chosen(pages, ana):
    selection = {"action": "merge", "_selected_action": [one.pk for one in Tag.objects.all()]}
    page = pages.client.post(LIST, selection).text
    assert "Which of them is to stay?" in page
    assert tags_of(ana) == ["Key account", "vip"]

    pages.client.post(LIST, selection | {"into": tag("vip").pk})

    assert tags_of(ana) == ["vip"]
    assert list(Tag.objects.values_list("name", flat=True)) == ["vip"]


@pytest.mark.parametrize("into", ["x", "0", ""])
def test_a_target_that_is_none_is_asked_for_again(pages, ana, into):
    selection = {"action": "merge", "_selected_action": [one.pk for one in Tag.objects.all()]}

    assert "Which of them is to stay?" in pages.client.post(LIST, selection | {"into": into}).text


def test_a_tag_is_deleted_through_the_history_of_its_contacts(pages, ana):
    assert "tagged contact" not in pages.client.get(f"{LIST}{tag('vip').pk}/delete/").text

    pages.client.post(f"{LIST}{tag('vip').pk}/delete/", {"post": "yes"})

    assert tags_of(ana) == ["Key account"]
    assert Change.objects.order_by("-pk")[0].operation is not None


def test_selected_tags_are_deleted(pages, ana):
    selection = {"action": "delete_selected", "_selected_action": [one.pk for one in Tag.objects.all()], "post": "yes"}

    pages.client.post(LIST, selection)

    assert tags_of(ana) == []
    assert not Tag.objects.exists()
