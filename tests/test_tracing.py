import io
import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from contacts import tracing

logger = logging.getLogger("tests.tracing")


def speak(request):
    logger.info("The view speaks.")
    return HttpResponse(tracing.request_id.get())


def fail(request):
    raise RuntimeError("The view fails.")


urlpatterns = [path("speak", speak), path("fail", fail)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(params=["plain", "json"])
def log(request):
    """What the project's own logging writes, in each of its formats."""
    stream = io.StringIO()
    handler = {**settings.LOGGING["handlers"]["console"], "formatter": request.param, "stream": stream}
    logging.config.dictConfig({**settings.LOGGING, "handlers": {"console": handler}})
    yield stream
    logging.config.dictConfig(settings.LOGGING)


def test_a_sane_request_id_is_taken_and_answered(client):
    response = client.get("/speak", headers={"X-Request-Id": "order-7:a.b_c"})

    assert response.text == response["X-Request-Id"] == "order-7:a.b_c"


@pytest.mark.parametrize("given", ["", "two words", "a\nb", "ö", "x" * 129])
def test_any_other_request_id_is_replaced(client, given):
    response = client.get("/speak", headers={"X-Request-Id": given})

    assert response["X-Request-Id"] != given
    assert len(response["X-Request-Id"]) == 32


def test_two_requests_get_two_ids(client):
    assert client.get("/speak").text != client.get("/speak").text


def test_no_request_id_outlives_its_request(client):
    client.get("/speak", headers={"X-Request-Id": "order-7"})

    assert tracing.request_id.get() == ""


@pytest.mark.parametrize(
    ("address", "message"),
    [("/speak", "The view speaks."), ("/nowhere", "Not Found: /nowhere"), ("/fail", "Internal Server Error: /fail")],
)
def test_every_log_line_of_a_request_carries_its_id(client, log, address, message):
    client.raise_request_exception = False

    client.get(address, headers={"X-Request-Id": "order-7"})

    written = log.getvalue()
    assert written.count(message) == written.count("order-7") == 1


@pytest.mark.parametrize("log", ["json"], indirect=True)
def test_a_json_log_line_is_one_object_on_one_line(client, log):
    client.get("/speak", headers={"X-Request-Id": "order-7"})
    logger.warning("Two\nlines.")

    of_the_request, outside = map(json.loads, log.getvalue().splitlines())
    assert (of_the_request["request_id"], of_the_request["levelname"]) == ("order-7", "INFO")
    assert (outside["request_id"], outside["message"]) == ("", "Two\nlines.")
