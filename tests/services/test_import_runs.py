"""Running an import: batches that commit, going on after a crash, all or nothing, and rehearsals without a trace."""

import pytest

from contacts.choices import OperationState, Via
from contacts.models import Contact, Operation
from contacts.services.import_rows import ImportOptions
from contacts.services.import_runs import NotAllGood, Run, run_import, take_up
from contacts.services.operations import GoneOn, finish_operation
from tests.factories import ContactFactory
from tests.pictures import a_picture, stored_pictures
from tests.queries import statements
from tests.services.imports import Import, an_operation, guest, rows_of

pytestmark = pytest.mark.django_db

TEN = [guest(email=f"{number}@example.com", tags=["new"]) for number in range(10)]
BAD = guest(email="no mail")
BY_THREES = Run(batch=3)


class Crash(Exception):
    """What a process dies of."""


def guests():
    return Contact.objects.filter(type="guest").count()


def crashing_after(count, rows):
    yield from rows[:count]
    raise Crash


def run(rows, deed, run=BY_THREES, **options):
    told = []
    run_import(rows, deed, ImportOptions(**options), run, told.append, via=Via.IMPORT)
    return told


def test_a_batch_is_stored_before_the_one_after_the_next_is_read():
    deed, stored = an_operation(), []

    def rows():
        for row in rows_of(*TEN):
            stored.append(deed.done_rows)
            yield row

    run(rows(), deed)

    assert all(read - done < 2 * BY_THREES.batch for read, done in enumerate(stored))


def test_every_row_is_told_of_in_order_and_counted():
    deed = an_operation()

    told = run(rows_of(*TEN[:4], BAD, TEN[0]), deed)

    assert [(outcome.row.line, str(outcome.verdict)) for outcome in told] == [
        *((line, "created") for line in range(2, 6)),
        (6, "invalid"),
        (7, "unchanged"),
    ]
    deed.refresh_from_db()
    assert deed.counts == {"created": 4, "invalid": 1, "unchanged": 1}
    assert deed.changes.count() == 4


@pytest.mark.parametrize("crash", range(11))
def test_an_import_that_crashes_anywhere_keeps_whole_batches_and_goes_on_without_doubling(crash):
    deed = an_operation()

    with pytest.raises(Crash):
        run(crashing_after(crash, rows_of(*TEN)), deed)

    deed = Operation.objects.get()
    assert (deed.done_rows, guests()) == (crash // 3 * 3, crash // 3 * 3)
    told = run(rows_of(*TEN), deed)
    assert [outcome.row.line for outcome in told] == list(range(2 + crash // 3 * 3, 12))
    deed.refresh_from_db()
    assert (deed.done_rows, deed.counts, guests()) == (10, {"created": 10}, 10)
    assert deed.changes.count() == 10


def test_going_on_may_take_other_batches():
    deed = an_operation()
    with pytest.raises(Crash):
        run(crashing_after(7, rows_of(*TEN)), deed)

    run(rows_of(*TEN), Operation.objects.get(), Run(batch=100))

    assert guests() == 10


def test_the_ages_of_its_contacts_are_asked_for_once_it_has_ended():
    deed = an_operation()
    run(rows_of(*TEN), deed)

    with statements() as sent:
        finish_operation(deed)

    ended = next(at for at, sql in enumerate(sent) if sql.startswith("UPDATE"))
    asked = next(at for at, sql in enumerate(sent) if "MIN(" in sql)
    assert ended < asked
    ages = Contact.objects.touched_by(deed.pk).order_by("created_at").values_list("created_at", flat=True)
    assert (deed.oldest, deed.newest) == (ages[0], ages[9])


def test_what_has_begun_can_be_taken_up_and_what_is_over_cannot():
    deed = an_operation()
    take_up(deed)
    finish_operation(deed, OperationState.FAILED)
    take_up(deed)
    assert (deed.state, deed.ended_at) == (OperationState.RUNNING, None)

    for state in (OperationState.DONE, OperationState.UNDONE):
        Operation.objects.update(state=state)
        with pytest.raises(GoneOn):
            take_up(deed)


def test_who_finds_that_another_has_gone_on_writes_nothing_more():
    deed, mine = an_operation(), []

    def tell(outcome):
        mine.append(outcome)
        if len(mine) == 3:
            run(rows_of(*TEN), Operation.objects.get())

    with pytest.raises(GoneOn):
        run_import(rows_of(*TEN), deed, ImportOptions(), BY_THREES, tell, via=Via.IMPORT)

    assert len(mine) == 3
    assert (guests(), Operation.objects.get().counts) == (10, {"created": 10})


def test_an_import_that_was_ended_by_somebody_else_writes_nothing_more_and_stays_ended():
    deed = an_operation()
    Operation.objects.update(state=OperationState.UNDONE)

    with pytest.raises(GoneOn):
        run(rows_of(*TEN), deed)
    finish_operation(deed, OperationState.FAILED)

    assert (guests(), Operation.objects.get().state) == (0, OperationState.UNDONE)


def test_all_or_nothing_is_nothing_when_one_row_is_refused():
    deed = an_operation()

    with pytest.raises(NotAllGood):
        run(rows_of(*TEN, BAD), deed, Run(is_atomic=True, batch=3))

    assert deed.counts == {"created": 10, "invalid": 1}
    deed = Operation.objects.get()
    assert (guests(), deed.done_rows, deed.counts, deed.changes.count()) == (0, 0, {}, 0)


def test_all_or_nothing_is_all_when_every_row_is_good():
    ContactFactory(email="0@example.com")

    run(rows_of(*TEN), an_operation(), Run(is_atomic=True, batch=3), mode="create")

    assert (guests(), Operation.objects.get().counts) == (10, {"skipped": 1, "created": 9})


def test_a_held_row_is_not_all():
    ContactFactory.create_batch(2, email="0@example.com")

    with pytest.raises(NotAllGood):
        run(rows_of(*TEN), an_operation(), Run(is_atomic=True))


def test_nothing_of_all_or_nothing_leaves_no_picture():
    with pytest.raises(NotAllGood):
        run(rows_of(guest(thumbnail=a_picture()), BAD), an_operation(), Run(is_atomic=True, batch=1))

    assert stored_pictures() == set()


@pytest.mark.parametrize("batch", [1, 100])
def test_a_picture_comes_in_and_comes_again_as_the_same(batch):
    row = guest(thumbnail=a_picture())

    done = Import(row, run=Run(batch=batch))

    assert done.verdicts == ["created"]
    assert stored_pictures() == {Contact.objects.get(type="guest").thumbnail.name}
    assert Import(row, guest(email="b@example.com", thumbnail=a_picture())).verdicts == ["unchanged", "created"]


def test_a_row_that_is_written_wrongly_is_judged_as_what_it_would_change():
    ContactFactory(user=True, customer_number="K1", email="ana@example.com")
    (row,) = rows_of({"customer_number": "K1", "email": "ana@example.com", "company": "<b>"})
    row.problems.by_field["date_of_birth"] = ["no day"]

    assert Import(row).outcomes[0].problems.keys() == {"date_of_birth", "company"}


def test_a_batch_takes_far_fewer_statements_than_it_has_rows():
    rows = [guest(email=f"{number}@example.com", tags=["new"], sms_optout_reason="optout") for number in range(100)]

    with statements() as created:
        Import(*rows)
    with statements() as unchanged:
        Import(*rows)
    with statements() as changed:
        Import(*({**row, "company": "New", "tags": ["newer"]} for row in rows))

    assert len(created) <= 20
    assert len(unchanged) <= 10
    assert len(changed) <= 25
