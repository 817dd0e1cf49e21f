"""The indexes behind ``ContactQuerySet.search()`` and ``with_email()``, which each database builds in its own way.

A migration that alters the contact's table on SQLite makes the table anew, without its triggers: it must end with
``make_search_index``. A test asks for the triggers after all migrations.
"""

_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS contact_search_text_trigrams ON contacts_contact USING gin (search_text gin_trgm_ops)",
    # Words of one or two letters, which trigrams do not know. Each letter is written twice and parted from itself, so
    # that what stands between two cuts is a pair; the first and the last stand alone, too.
    r"""
    CREATE OR REPLACE FUNCTION contacts_letter_pairs(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(
            array_remove(string_to_array(regexp_replace($1, '.', E'\\&\n\\&', 'g'), E'\n'), '')
        )
    $$
    """,
    """
    CREATE INDEX IF NOT EXISTS contact_search_text_pairs ON contacts_contact
    USING gin (contacts_letter_pairs(search_text))
    """,
    "CREATE INDEX IF NOT EXISTS contact_more_emails_values ON contacts_contact USING gin (more_emails jsonb_path_ops)",
    # A look-up would read all that was written since the last vacuum, instead of finding it.
    "ALTER INDEX contact_more_emails_values SET (fastupdate = off)",
)
_SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS contacts_contact_search USING fts5(
        search_text, content='contacts_contact', content_rowid='id', tokenize='trigram', detail='full'
    )
    """,
    """
    CREATE TRIGGER IF NOT EXISTS contact_search_insert AFTER INSERT ON contacts_contact BEGIN
        INSERT INTO contacts_contact_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS contact_search_delete AFTER DELETE ON contacts_contact BEGIN
        INSERT INTO contacts_contact_search (contacts_contact_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS contact_search_update AFTER UPDATE OF id, search_text ON contacts_contact BEGIN
        INSERT INTO contacts_contact_search (contacts_contact_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO contacts_contact_search (rowid, search_text) VALUES (new.id, new.search_text);
    END
    """,
    "INSERT INTO contacts_contact_search (contacts_contact_search) VALUES ('rebuild')",
)
_DROP_POSTGRESQL = (
    "DROP INDEX IF EXISTS contact_search_text_trigrams",
    "DROP INDEX IF EXISTS contact_search_text_pairs",
    "DROP FUNCTION IF EXISTS contacts_letter_pairs",
    "DROP INDEX IF EXISTS contact_more_emails_values",
)
_DROP_SQLITE = (
    "DROP TRIGGER IF EXISTS contact_search_insert",
    "DROP TRIGGER IF EXISTS contact_search_delete",
    "DROP TRIGGER IF EXISTS contact_search_update",
    "DROP TABLE IF EXISTS contacts_contact_search",
)


def make_search_index(apps, schema_editor) -> None:
    """Build the indexes; harmless where they stand already."""
    _run(schema_editor, {"postgresql": _POSTGRESQL, "sqlite": _SQLITE})


def remake_letter_pairs(apps, schema_editor) -> None:
    """Index the pairs of letters anew, as they are cut now."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS contact_search_text_pairs")
        make_search_index(apps, schema_editor)


def drop_search_index(apps, schema_editor) -> None:
    _run(schema_editor, {"postgresql": _DROP_POSTGRESQL, "sqlite": _DROP_SQLITE})


def _run(schema_editor, scripts: dict[str, tuple[str, ...]]) -> None:
    for statement in scripts[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
