"""One answer for requests that are sent twice with the same ``Idempotency-Key`` (contract §1)."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contacts.models import ApiClient, IdempotentRequest

KEPT_FOR = timedelta(hours=24)
# Who has not answered by then was killed: the next request with the key may try again.
ABANDONED_AFTER = timedelta(seconds=60)


class KeyReused(Exception):
    """The key has come before with another body."""


class StillRunning(Exception):
    """The first request with the key has not been answered yet."""


def claim_key(client: ApiClient, method: str, path: str, key: str, body: bytes) -> IdempotentRequest:
    """Give the request of this key: a fresh one (``status`` is ``None``) to be answered, or one with its answer.

    Raises ``KeyReused`` and ``StillRunning``.
    """
    now = timezone.now()
    IdempotentRequest.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    scope = {"client": client, "method": method, "path": path, "key": key}
    claim = IdempotentRequest(**scope, fingerprint=hashlib.sha256(body).hexdigest())
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError:
        return _rival(claim, scope)
    return claim


def _rival(claim: IdempotentRequest, scope: Mapping) -> IdempotentRequest:
    rival = IdempotentRequest.objects.filter(**scope).first()
    if rival is None:
        raise StillRunning
    if rival.fingerprint != claim.fingerprint:
        raise KeyReused
    return rival if rival.status is not None else _taken_over(rival)


def _taken_over(rival: IdempotentRequest) -> IdempotentRequest:
    now = timezone.now()
    abandoned = _held(rival).filter(claimed_at__lt=now - ABANDONED_AFTER)
    if not abandoned.update(claimed_at=now):
        raise StillRunning
    rival.claimed_at = now
    return rival


def keep_answer(claim: IdempotentRequest, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Keep the answer for those who ask again.

    Raises ``StillRunning`` when another has taken the request over meanwhile: what was written for this answer must be
    rolled back then, for the other writes it, too.
    """
    if not _held(claim).update(status=status, headers=dict(headers), body=body):
        raise StillRunning


def release_key(claim: IdempotentRequest) -> None:
    """Forget the request: it failed through no fault of the client's, who may try again."""
    _held(claim).delete()


def _held(claim: IdempotentRequest) -> QuerySet[IdempotentRequest]:
    return IdempotentRequest.objects.filter(pk=claim.pk, claimed_at=claim.claimed_at, status=None)
