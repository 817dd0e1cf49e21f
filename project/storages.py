"""Where pictures lie when many machines serve them."""

from typing import Any


def bucket(name: str, endpoint: str | None, public_host: str | None) -> dict[str, Any]:
    """Give an entry of Django's ``STORAGES`` for a bucket of S3, or of what speaks like it.

    Addresses of pictures must stay good, so they are not signed: the bucket, or a host before it, lets all read.
    """
    options = {
        "bucket_name": name,
        "endpoint_url": endpoint,
        "custom_domain": public_host,
        "querystring_auth": False,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
