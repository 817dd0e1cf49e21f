"""Schemathesis makes up requests after our documents, good and bad ones, and finds nothing, with every check on.

It draws 20 requests for each call; a long search is `SCHEMATHESIS_EXAMPLES=1000 pytest tests/docs/test_schemathesis.py`.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from schemathesis.config import SchemathesisConfig

from contacts.dialects.divendo.docs import document as divendo_document
from contacts.dialects.evance.docs import document as evance_document
from project.wsgi import application
from tests.docs.known import OF_DIVENDO, OF_EVANCE, with_known_values
from tests.docs.unsayable import is_for_schemas_to_judge

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "20"))
IS_LONG_SEARCH = EXAMPLES > 20
drawn = drawing(
    max_examples=EXAMPLES,
    derandomize=not IS_LONG_SEARCH,
    deadline=None,
    # The fixtures need not be made anew for each request, since what a request does is taken back.
    suppress_health_check=list(HealthCheck),
)


def loaded(described: dict[str, Any]) -> Any:
    schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig())
    schema.app = application
    schema.hook("filter_case")(is_for_schemas_to_judge)
    schema.hook("filter_case")(is_taken)
    # Which version a contact has is for the store to know: a stale `If-Match` is answered before anything else.
    for check in (schema.config.checks.positive_data_acceptance, schema.config.checks.negative_data_rejection):
        check.expected_statuses = [*check.expected_statuses, "412"]
    return schema


def is_taken(context: Any, case: Any) -> bool:
    """Take one of three of the requests that go through every value of every key, if there is no time for all."""
    phase = case.meta.phase.name.value if case.meta else ""
    return IS_LONG_SEARCH or phase != "coverage" or zlib.crc32(repr(case.body).encode()) % 3 == 0


divendo = loaded(with_known_values(divendo_document, OF_DIVENDO, "0" * 24))
evance = loaded(with_known_values(evance_document, OF_EVANCE, OF_EVANCE + 1))


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


@pytest.mark.parametrize("schema", [divendo, evance], ids=["divendo", "evance"])
def test_what_one_call_answers_the_next_can_use(schema, headers):
    class Calls(schema.as_state_machine()):
        def setup(self):
            self._taken_back = taken_back()
            self._taken_back.__enter__()

        def teardown(self):
            self._taken_back.__exit__(None, None, None)

        def get_call_kwargs(self, case):
            return {"headers": None if "token" in case.path else headers}

        def validate_response(self, response, case, headers=None, **kwargs):
            # Told the headers, the checks know our token from one that they made up.
            case.validate_response(response, headers=headers, transport_kwargs={"headers": headers}, recorder=self.recorder)

    Calls.run(settings=drawing(drawn, max_examples=10, stateful_step_count=6))
