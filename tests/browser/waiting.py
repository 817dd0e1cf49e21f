"""What waits for the page: a test is faster than any page that it works."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

# Long enough for a machine that has much else to do; whatever comes sooner is gone on from at once.
PATIENCE = 60_000


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Leave the block once the page that it leads to by a full load has come, whole and with its scripts bound."""
    # Not for what htmx brings: it changes the address as well, and loads nothing.
    with page.expect_navigation(wait_until="load"):
        yield


def follow(leading: Locator) -> None:
    """Click what leads to another page by a full load, and wait for that page."""
    with next_page(leading.page):
        leading.click()


def settled(page: Page) -> None:
    """Wait till what has just come, by htmx or by a full load, is bound. Something of it must have been seen before."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
