"""Both documents as schemathesis reads them, with the application behind them."""

from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig

from contacts.dialects.divendo.docs import document as divendo_document
from contacts.dialects.evance.docs import document as evance_document
from project.wsgi import application
from tests.docs.known import OF_DIVENDO, OF_EVANCE, with_known_values


def _loaded(described: dict[str, Any]) -> Any:
    api = schemathesis.openapi.from_dict(described, config=SchemathesisConfig())
    api.app = application
    return api


divendo = _loaded(with_known_values(divendo_document, OF_DIVENDO, "0" * 24))
evance = _loaded(with_known_values(evance_document, OF_EVANCE, OF_EVANCE + 1))
