"""The translations are complete, and what runs is what was translated."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def folder_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"


def catalog_of(language: str) -> Catalog:
    with (folder_of(language) / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def texts_of(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def placeholders_of(message: Message) -> tuple[set[str], set[str]]:
    """Give those of the English message and those of its translation; a singular may do without its number."""
    return tuple(set(PLACEHOLDER.findall(texts_of(texts)[-1])) for texts in (message.id, message.string))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language):
    messages = [message for message in catalog_of(language) if message.id]

    assert [message.id for message in messages if message.fuzzy or not all(texts_of(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_message(language):
    messages = [message for message in catalog_of(language) if message.id]

    assert [message.id for message in messages if len(set(map(frozenset, placeholders_of(message)))) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_runs_is_what_was_translated(language):
    with (folder_of(language) / "django.mo").open("rb") as file:
        running = GNUTranslations(file)

    for message in catalog_of(language):
        if message.id and isinstance(message.id, str):
            assert running.gettext(message.id) == message.string
        elif message.id:
            assert running.ngettext(*message.id, 5) == message.string[-1]


@pytest.mark.parametrize(("language", "word"), [("de", "Kontakte"), ("fr", "Contacts")])
def test_pages_speak_the_language_that_is_asked_for(language, word):
    with override(language):
        assert gettext("Contacts") == word
