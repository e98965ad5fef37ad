"""HTTPS for applications in which ``https://voiceapi.esms.vn`` is written into the code.

A local authority vouches for the sandbox; whoever trusts its certificate once can be led here by a hosts entry.

::

    hostnames.py        for which hosts the sandbox answers, and of which ones the authority may vouch at all
    https.py            HTTPS for one start: imports the rest, and says so where the extra ``tls`` is not installed
    authority.py        where the authority's file is, and what is said when it cannot be used
    root.py             the authority's certificate, and what limits it, should its key ever leak
    server_context.py   a certificate for this start, and a word on clients that do not trust it
"""

from mock_esms.server.tls.hostnames import HOSTS, Tls, read_name
from mock_esms.server.tls.https import Https, ca_file, open_https

__all__ = ["HOSTS", "Https", "Tls", "ca_file", "open_https", "read_name"]
