"""PostgreSQL as Django speaks to it, but for how instants are read and a dead connection is found out."""

from datetime import UTC, datetime
from select import POLLIN, poll

from django.db.backends.postgresql import base
from psycopg.adapt import Buffer, Loader


class InstantLoader(Loader):
    """Read an instant as Python does. Django's way takes five times as long, an eighth of what a list takes."""

    # Django asks whether it is that of the connection.
    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(bytes(data).decode())


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", InstantLoader)
        return connection

    def is_usable(self) -> bool:
        """Tell whether the connection still stands, without asking the server what each request would wait for.

        A server that has gone leaves word of it on the socket. Only where there is word, the server is asked.
        """
        return not self._has_word() or super().is_usable()

    def _has_word(self) -> bool:
        waiting = poll()
        waiting.register(self.connection.pgconn.socket, POLLIN)
        return bool(waiting.poll(0))
