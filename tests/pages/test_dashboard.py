import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.html import escape

from contacts.choices import OperationKind, OperationState, Via
from contacts.models import Operation
from contacts.pages.dashboard.charts import Column, bar, column_chart, round_above
from contacts.services.background import beat
from tests.factories import ContactFactory, StaffMemberFactory
from tests.queries import statements

PAGE = "/staff/"


@pytest.fixture
def reader(client, db):
    reader = StaffMemberFactory()
    reader.groups.add(Group.objects.get(name="Reader"))
    client.force_login(reader)
    return client


@pytest.fixture
def manager(client, db):
    manager = StaffMemberFactory()
    manager.groups.add(Group.objects.get(name="Manager"))
    client.force_login(manager)
    return client


def done(kind=OperationKind.IMPORT, state=OperationState.DONE, **facts):
    return Operation.objects.create(kind=kind, state=state, via=Via.PAGE, **facts)


def test_the_root_of_the_store_leads_to_it(client):
    assert client.get("/").url == PAGE


def test_each_figure_leads_to_the_list_behind_it(reader):
    ContactFactory.create_batch(2, user=True)
    ContactFactory(opted_out_of_sms=True)

    page = reader.get(PAGE).text

    today = timezone.localdate()
    for address in (
        "/staff/contacts/?type=user",
        "/staff/contacts/?sms_consent=out",
        "/staff/contacts/?email_consent=in",
        f"/staff/contacts/?created_min={today:%Y-%m}-01&created_max=",
    ):
        assert f'href="{escape(address)}' in page
    assert 'aria-label="SMS, opted out: 1"' in page


def test_each_of_its_links_leads_somewhere(reader):
    ContactFactory.create_batch(2)
    done(source="customers.csv", done_rows=12)
    page = reader.get(PAGE).text

    addresses = {address.replace("&amp;", "&") for address in re.findall(r'<a [^>]*href="(/staff/[^"]*)"', page)}
    assert len(addresses) > 20
    assert {address: reader.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_picture_says_the_same_in_words(reader):
    ContactFactory.create_batch(3)

    page = reader.get(PAGE).text

    month = timezone.localdate().strftime("%B %Y")
    # The headquarters came this month as well.
    assert f'aria-label="{month}: 4"' in page
    assert f">{month}</a></th>" in page
    assert page.count('class="chart-column"') == 12
    assert reader.get(f"{PAGE}?growth=weeks").text.count('class="chart-column"') == 52


def test_it_says_when_it_was_counted(reader):
    ContactFactory()

    assert "Counted at" in reader.get(PAGE).text


def test_an_empty_store_says_how_to_begin(manager):
    page = manager.get(PAGE).text

    assert "Where would you like to begin?" in page
    assert "Import a file" in page
    assert "Add a contact" in page


def test_a_reader_is_offered_nothing_that_they_may_not_do(reader):
    for page in (reader.get(PAGE).text, (ContactFactory() and reader.get(PAGE).text)):
        assert "/imports/new/" not in page
        assert "/contacts/new/" not in page


def test_who_may_see_nothing_is_told_why(client, db):
    ContactFactory(first_name="Zoe")
    client.force_login(StaffMemberFactory())

    page = client.get(PAGE).text

    assert "You may not see the contacts" in page
    assert "Zoe" not in page


def test_the_latest_imports_are_there_with_their_state(manager):
    ContactFactory()
    done(source="customers.csv", done_rows=1200)
    done(OperationKind.EXPORT, source="taken.csv")

    page = manager.get(PAGE).text

    assert "customers.csv" in page
    assert "1200 rows" in page.replace(",", "")
    assert "taken.csv" not in page


def test_what_waits_or_has_failed_is_named_first(manager):
    ContactFactory()
    done(state=OperationState.FAILED, source="broken.csv")
    done(state=OperationState.FAILED, source="ages-ago.csv", started_at=timezone.now() - timezone.timedelta(days=15))
    done(OperationKind.BULK, OperationState.RUNNING)

    part = manager.get(PAGE).text.split('id="waiting"')[1].split('id="types"')[0]

    assert "broken.csv" in part
    assert "ages-ago.csv" not in part
    assert "Bulk edit" in part
    assert "No worker is running" in part


def test_a_worker_that_lives_is_not_asked_for(manager):
    ContactFactory()
    done(OperationKind.BULK, OperationState.RUNNING)
    beat("worker-1")

    assert "No worker is running" not in manager.get(PAGE).text


def test_the_page_takes_a_fixed_number_of_queries(manager):
    ContactFactory()
    done()
    with statements() as few:
        manager.get(PAGE)
    ContactFactory.create_batch(20)
    for number in range(8):
        done(source=f"{number}.csv", by=StaffMemberFactory())
        done(state=OperationState.RUNNING)

    with statements() as many:
        manager.get(PAGE)

    assert len(few) == len(many) <= 14


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (10, 10), (11, 20), (86400, 100_000)])
def test_a_scale_ends_at_a_round_number(value, top):
    assert round_above(value) == top


def test_columns_stand_side_by_side_and_none_is_lost():
    chart = column_chart([Column("May", "", 50, ""), Column("June", "", 1, ""), Column("July", "", 0, "")])

    assert (chart.top, chart.width) == (50, 3)
    assert [(column.y, column.height) for column in chart.columns] == [(0, 100), (98, 2), (100, 0)]
    assert [column.x for column in chart.columns] == [0.14, 1.14, 2.14]


def test_a_bar_of_nothing_is_empty():
    assert bar("Users", 0, 0, "").part == 0
