"""Pictures of every page, wide and narrow, light and dark: ``python -m tests.browser.screenshots [FOLDER]``."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from time import sleep

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.devices import ARGUMENTS, DESK, PHONE

OPEN_PAGES = {"sign-in": "/staff/sign-in/", "reset": "/staff/password/reset/", "docs": "/docs/divendo/"}
# Addresses may name what the scene has set: {contact}, {operation}, {draft}.
PAGES = {
    "overview": "/staff/",
    "contacts": "/staff/contacts/",
    "contacts-filtered": "/staff/contacts/?type=user&tag=trade",
    "contacts-none": "/staff/contacts/?q=nobody+at+all",
    "contact": "/staff/contacts/{contact}/",
    "contact-lens": "/staff/contacts/{contact}/lens/",
    "contact-edit": "/staff/contacts/{contact}/edit/",
    "contact-new": "/staff/contacts/new/",
    "contact-in-list": "/staff/contacts/{contact}/?from=type%3Duser",
    "contact-block": "/staff/contacts/{contact}/blocks/address/",
    "contact-delete": "/staff/contacts/{contact}/delete/",
    "bulk-edit": "/staff/bulk/?filter=type%3Duser&deed=edit",
    "bulk-replace": "/staff/bulk/?filter=type%3Duser&deed=replace",
    "bulk-consent": "/staff/bulk/?filter=type%3Duser&deed=consent",
    "import-new": "/staff/imports/new/",
    "import-file": "/staff/imports/{draft}/file/",
    "import-columns": "/staff/imports/{draft}/columns/",
    "import-matching": "/staff/imports/{draft}/matching/",
    "import-review": "/staff/imports/{draft}/review/",
    "imports": "/staff/imports/",
    "export": "/staff/exports/new/?filter=type%3Duser",
    "operations": "/staff/operations/",
    "operation": "/staff/operations/{operation}/",
    "operation-undo": "/staff/operations/{operation}/undo/",
    "tags": "/staff/tags/",
    "trash": "/staff/trash/",
    "views": "/staff/views/",
    "profile": "/staff/me/",
    "second-factor": "/staff/me/second-factor/",
    "not-found": "/staff/contacts/1/",
    "admin": "/admin/contacts/contact/",
}
LOOKS = [(viewport, scheme) for viewport in (DESK, PHONE) for scheme in ("light", "dark")]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as store, _server(Path(store)) as (origin, keys), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for viewport, scheme in LOOKS:
            _take_pictures(browser, origin, keys, folder / f"{viewport['width']}-{scheme}", viewport, scheme)
        browser.close()
    sys.stdout.write(f"Pictures of {len(OPEN_PAGES) + len(PAGES)} pages, in {len(LOOKS)} looks, are in {folder}.\n")


def _take_pictures(browser: Browser, origin: str, keys: dict, folder: Path, viewport: dict, scheme: str) -> None:
    folder.mkdir(exist_ok=True)
    page = browser.new_page(base_url=origin, viewport=viewport, color_scheme=scheme)
    for name, address in OPEN_PAGES.items():
        _take_picture(page, address, folder / f"{name}.png")
    _sign_in(page)
    for name, address in PAGES.items():
        _take_picture(page, address.format(**keys), folder / f"{name}.png")
    page.close()


def _take_picture(page: Page, address: str, file: Path) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(file), full_page=True)


def _sign_in(page: Page) -> None:
    from tests.browser.scene import EMAIL, PASSWORD

    page.goto("/staff/sign-in/")
    page.fill("input[name=username]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/staff/")


@contextmanager
def _server(store: Path) -> Iterator[tuple[str, dict]]:
    """Give the origin of a store of its own with demonstration contacts, and the keys of what the scene has set."""
    os.environ |= {
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{store}/store.sqlite3",
        "CONTENT_DIR": f"{store}/content",
    }
    keys = _prepared_keys()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port, "project.wsgi:application"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}", keys
    finally:
        server.terminate()
        server.wait()


def _prepared_keys() -> dict:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=StringIO())
    from tests.browser.scene import set_scene

    return set_scene()


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(address)
            return
        except OSError:
            sleep(0.2)
    raise TimeoutError(f"The server did not answer: {address}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots"))
