"""Examples that can be pasted: the CallbackUrl that eSMS documents, and a curl line that places a call."""

import shlex
from typing import Final
from urllib.parse import quote

from mock_esms.config.account import DEFAULT_ACCOUNT
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS

RECEIVER: Final = "http://127.0.0.1:9000/voice"
"""Where the examples send their callbacks; README's receiver listens there."""


def callback_template(receiver: str) -> str:
    """A CallbackUrl as eSMS documents it: the address with its eight empty placeholders (FACTS 3)."""
    return receiver + "?" + "&".join(f"{name}=" for name in CALLBACK_PARAMETERS)


def curl_line(url: str, *, phone: str, callback_url: str) -> str:
    """A command that places a call, for any POSIX shell; the CallbackUrl is percent-encoded."""
    account = DEFAULT_ACCOUNT
    query = (
        f"ApiKey={account.api_key}&SecretKey={account.secret_key}&TemplateId=demo&Phone={phone}"
        f"&CallbackUrl={quote(callback_url, safe='')}"
    )
    return f"curl -s {shlex.quote(f'{url}/MainService.svc/json/MakeCallRecord_V2?{query}')}"
