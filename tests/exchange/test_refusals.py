"""What an import refuses is kept with it, and an import stops when somebody wants it to."""

import pytest

from contacts.choices import OperationState, Via
from contacts.exchange.importing import FileImport
from contacts.models import Contact, Leftover, Operation
from contacts.services import leftovers
from contacts.services.import_runs import NotAllGood
from contacts.services.operations import GoneOn, Halted
from tests.exchange.files_in import job_of, taken_in

pytestmark = pytest.mark.django_db

HEAD = "First name,Surname,Mail\n"
MAPPING = {"First name": "first_name", "Surname": "last_name", "Mail": "email"}


def file_of(*emails):
    return HEAD + "".join(f"Ana,Brook,{email}\n" for email in emails)


def good(count):
    return file_of(*(f"ana{number}@example.com" for number in range(count)))


def kept(deed):
    return list(deed.leftovers.values_list("line", "field", "value"))


def test_a_refused_row_is_kept_by_its_line_the_files_header_and_the_value():
    deed = taken_in(file_of("no mail", "ana@example.com"), mapping=MAPPING)

    assert kept(deed) == [(2, "Mail", "no mail")]
    assert "name@example.com" in deed.leftovers.get().reason


def test_of_many_refused_rows_the_first_are_kept_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(leftovers, "MOST_KEPT", 3)

    deed = taken_in(file_of(*["no mail"] * 5), batch=2, mapping=MAPPING)

    assert ([line for line, *_ in kept(deed)], deed.counts) == ([2, 3, 4], {"invalid": 5})


def test_what_is_refused_of_all_or_nothing_is_kept_though_nothing_else_is():
    job = job_of(file_of("ana@example.com", "no mail"), mapping=MAPPING, is_atomic=True)
    deed = job.begin(via=Via.IMPORT)

    with pytest.raises(NotAllGood):
        job.run(deed, lambda outcome: None, via=Via.IMPORT)

    assert kept(deed) == [(3, "Mail", "no mail")]
    assert not Contact.objects.filter(email="ana@example.com").exists()


def test_a_dry_run_keeps_nothing():
    job = job_of(file_of("no mail"), mapping=MAPPING)
    job.run(job.begin(is_rehearsal=True, via=Via.IMPORT), lambda outcome: None, is_rehearsal=True, via=Via.IMPORT)

    assert not Leftover.objects.exists()


def test_what_no_database_takes_is_kept_in_a_form_that_it_does():
    deed = taken_in(file_of("a\x00b@example.com"), mapping=MAPPING)

    assert set(kept(deed)) == {(2, "Mail", "a\N{REPLACEMENT CHARACTER}b@example.com")}


def stopped_after(rows: int, state: OperationState, job: FileImport) -> Operation:
    """Run an import that somebody stops when so many rows are in."""
    deed = job.begin(via=Via.IMPORT)

    def tell(outcome):
        if outcome.row.line == rows + 1:
            Operation.objects.filter(pk=deed.pk).update(state=state)

    with pytest.raises(Halted):
        job.run(deed, tell, batch=2, via=Via.IMPORT)
    deed.refresh_from_db()
    return deed


def test_a_paused_import_keeps_its_whole_batches_and_goes_on_where_it_stopped():
    deed = stopped_after(2, OperationState.PAUSED, job_of(good(5), mapping=MAPPING))
    assert (deed.state, deed.done_rows, deed.counts) == ("paused", 2, {"created": 2})

    job = job_of(good(5), deed=deed, mapping=MAPPING)
    job.run(job.begin(via=Via.IMPORT), lambda outcome: None, via=Via.IMPORT)

    deed.refresh_from_db()
    assert (deed.state, deed.done_rows, deed.counts) == ("done", 5, {"created": 5})


def test_a_cancelled_import_does_not_go_on():
    deed = stopped_after(2, OperationState.CANCELLED, job_of(good(5), mapping=MAPPING))

    with pytest.raises(GoneOn):
        job_of(good(5), deed=deed, mapping=MAPPING).begin(via=Via.IMPORT)

    assert (deed.state, deed.done_rows) == ("cancelled", 2)
