"""Lines of access logs in common and combined format, and lines that are nothing but an address.

What stands before the time (addresses, names of hosts, a prefix of syslog's) and behind the User-Agent is not looked
at, so the formats of nginx, Apache and their many variants are all read.
"""

import re
from typing import Final

from mock_esms.cli.learn.reading.log_entries import LoggedRequest
from mock_esms.cli.learn.reading.timestamps import read_stamp

_TIME: Final = r"\[(\d\d/\w\w\w/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4})\]"
_QUOTED: Final = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_ANY: Final = re.compile(rf'{_TIME} "', re.ASCII)
_ENTRY: Final = re.compile(rf"{_TIME} {_QUOTED} (\d\d\d|-)(?: \S+ {_QUOTED} {_QUOTED})?", re.ASCII)
_ADDRESS: Final = re.compile(r"\s*(?:([A-Z]+) )?((?:https?://|/)\S*)(?: (HTTP/\S+))?\s*")


def is_access_line(line: str) -> bool:
    """Whether it is a line of an access log, or an address; it need not be a callback's."""
    return _ANY.search(line) is not None or _ADDRESS.fullmatch(line) is not None


def read_access_line(line: str) -> LoggedRequest | None:
    """The request that a line tells; None when it is broken."""
    entry = _ENTRY.search(line)
    if entry is None:
        address = _ADDRESS.fullmatch(line)
        return None if address is None else LoggedRequest(address[2], protocol=address[3], method=address[1])
    stamp, request, status, _referer, agent = entry.groups()
    method, _, rest = request.partition(" ")
    target, _, protocol = rest.partition(" ")
    time = read_stamp(stamp)
    if time is None:
        return None
    return LoggedRequest(
        target=target,
        time=time,
        status=int(status) if status != "-" else None,
        user_agent=agent if agent != "-" else None,
        protocol=protocol or None,
        method=method,
    )
