from tests.pages.managers import manager, manager_client, own_uploads  # noqa: F401  # fixtures
