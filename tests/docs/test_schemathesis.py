"""Schemathesis makes up requests after our documents, good and bad ones, and finds nothing, with every check on.

It draws 20 requests for each call. `SCHEMATHESIS_EXAMPLES=1000 pytest tests/docs/test_schemathesis.py` searches long.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from tests.docs.apis import divendo, evance
from tests.docs.unsayable import is_for_schemas_to_judge

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "20"))
IS_LONG_SEARCH = EXAMPLES > 20
drawn = drawing(
    max_examples=EXAMPLES,
    derandomize=not IS_LONG_SEARCH,
    deadline=None,
    # The fixtures need not be made anew for each request, since what a request does is taken back.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def prepare(api: Any) -> None:
    """Tell schemathesis what no document can say."""
    api.hook("filter_case")(is_for_schemas_to_judge)
    api.hook("filter_case")(is_taken)
    checks, checks_of_calls = api.config.checks, api.config.phases.stateful.checks
    # Which version a contact has is for the store to know: a stale `If-Match` is answered before anything else.
    expect(checks.positive_data_acceptance, "412")
    expect(checks.negative_data_rejection, "412")
    # What a contact has become by earlier calls, too: its type may need what it lacks by now.
    expect(checks_of_calls.positive_data_acceptance, "400", "412", "422")


def expect(check: Any, *statuses: str) -> None:
    check.expected_statuses = [*check.expected_statuses, *statuses]


def is_taken(context: Any, case: Any) -> bool:
    """Take one of three of the requests that go through every value of every key, if there is no time for all."""
    phase = case.meta.phase.name.value if case.meta else ""
    return IS_LONG_SEARCH or phase != "coverage" or zlib.crc32(repr(case.body).encode()) % 3 == 0


prepare(divendo)
prepare(evance)


@contextmanager
def taken_back() -> Iterator[None]:
    """Let each request meet the same store: nothing that it does, and nothing that it is counted for, stays."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@divendo.parametrize()
@drawn
def test_divendo_answers_as_documented(case, headers):
    with taken_back():
        case.call_and_validate(headers=None if "token" in case.path else headers)


@evance.parametrize()
@drawn
def test_evance_answers_as_documented(case, headers):
    with taken_back():
        case.call_and_validate(headers=None if "token" in case.path else headers)


@pytest.mark.parametrize("api", [divendo, evance], ids=["divendo", "evance"])
def test_what_one_call_answers_the_next_can_use(api, headers):
    class Calls(api.as_state_machine()):
        def setup(self):
            self._taken_back = taken_back()
            self._taken_back.__enter__()

        def teardown(self):
            self._taken_back.__exit__(None, None, None)

        def get_call_kwargs(self, case):
            return {"headers": None if "token" in case.path else headers}

        def validate_response(self, response, case, headers=None, **kwargs):
            # Told the headers, the checks know our token from one that they made up.
            case.validate_response(
                response, headers=headers, transport_kwargs={"headers": headers}, recorder=self.recorder
            )

    Calls.run(settings=drawing(drawn, max_examples=EXAMPLES // 2, stateful_step_count=6))
