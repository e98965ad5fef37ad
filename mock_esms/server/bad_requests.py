"""Requests that cannot be read: logged in one sentence without a byte of theirs, and listed or counted.

aiohttp answers them 400 by itself and logs a traceback with the beginning of what came. That beginning may hold a
SecretKey, and whoever sends such requests by the thousand would fill the log. Where method and target can be read the
request is listed like any other of the eSMS side; what names none, and what meant the control API, is only counted.
"""

import logging
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMethod, HttpProcessingError, InvalidHeader, InvalidURLError, LineTooLong

from mock_esms.journal import Journal
from mock_esms.server.control_mount import PREFIX
from mock_esms.server.esms_api import EsmsHandler
from mock_esms.server.relayed_connection import SERVED

_WHY: Final = {
    LineTooLong: "a line of it is too long",
    InvalidURLError: "its address cannot be read",
    InvalidHeader: "a header of it cannot be read",
    BadHttpMethod: "it does not begin with a method",
}


class UnreadableRequests(logging.Filter):
    """A log filter that makes a sentence of each complaint; after the first they are for ``--verbose`` only."""

    def __init__(self, journal: Journal, esms: EsmsHandler) -> None:
        """Count them in this journal, or have them listed by this handler."""
        super().__init__()
        self._journal = journal
        self._esms = esms
        self._told = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass as it is."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError | web.RequestPayloadError):
            return logging.getLogger(record.name).isEnabledFor(record.levelno)
        code = error.code if isinstance(error, HttpProcessingError) else 400
        if not (isinstance(error, HttpProcessingError) and self._listed(code)):
            self._journal.could_not_read()
        why = _WHY.get(type(error), "it is not HTTP as it should be")
        record.msg, record.args = "a request that cannot be read was answered %d: %s", (code, why)
        record.exc_info = record.exc_text = None
        if not self._told:
            self._told = True
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg += "; further ones are not logged (GET /_mock/requests lists or counts them)"
            return True
        record.levelno, record.levelname = logging.DEBUG, "DEBUG"
        return logging.getLogger(record.name).isEnabledFor(logging.DEBUG)

    def _listed(self, status: int) -> bool:
        """List the request that is refused now, where it can be."""
        connection = SERVED.get(None)
        line = None if connection is None else connection.refused_line()
        if line is None or line.path.startswith(PREFIX):
            return False
        self._esms.list_refused(line, status)
        return True


def http_log(journal: Journal, esms: EsmsHandler) -> logging.Logger:
    """What aiohttp's server logs to: ``mock_esms.http``, with the complaints of one sandbox logged and counted."""
    log = logging.getLogger("mock_esms.http")
    own = logging.Logger(log.name)  # noqa: LOG001 - one for each sandbox: in the logging tree it would be everybody's
    own.parent = log
    own.setLevel(logging.DEBUG)  # aiohttp logs some of them as debugging; they are counted, too
    own.addFilter(UnreadableRequests(journal, esms))
    return own
