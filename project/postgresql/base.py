"""PostgreSQL as Django speaks to it, but for how it is found out that a kept connection is dead."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Tell whether the connection still stands, without asking the server what each request would wait for.

        A server that has gone leaves word of it on the socket. Only where there is word, the server is asked.
        """
        return not self._has_word() or super().is_usable()

    def _has_word(self) -> bool:
        waiting = poll()
        waiting.register(self.connection.pgconn.socket, POLLIN)
        return bool(waiting.poll(0))
