import pytest


@pytest.fixture
def path(tmp_path):
    """A file to import that is not there yet."""
    return tmp_path / "contacts.csv"


@pytest.fixture
def json_path(tmp_path):
    return tmp_path / "contacts.jsonl"
