"""The messages with which ``serve`` begins: where it listens, its account and clock, and a line to try at once."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from mock_esms.cli.examples import RECEIVER, callback_template, curl_line
from mock_esms.cli.urls import listening_url, reachable
from mock_esms.config.account import DEFAULT_ACCOUNT, Account
from mock_esms.config.settings import Settings
from mock_esms.model.times import format_instant

_CLOCKS: Final = {
    "real": "runs as yours does",
    "auto": "jumps to the next event as soon as nothing is under way",
    "manual": "stands still until it is advanced: POST /_mock/clock/advance",
}


def greeting(settings: Settings, url: str) -> Iterator[str]:
    """The messages of the start, one by one; the only secret in them is the built-in one."""
    clock = f"clock: {settings.clock}, {_CLOCKS[settings.clock]}"
    if settings.clock == "real" and settings.speed != 1:
        clock = f"clock: real, {settings.speed:g} times as fast as yours"
    yield clock + (f"; it starts at {format_instant(settings.now)}" if settings.now is not None else "")
    split = urlsplit(url)
    at = listening_url(reachable(split.hostname or ""), split.port or 80)
    yield f"page: {at}/_mock/ shows every call, and is the phone of those that you answer yourself"
    account = settings.accounts[0]
    if len(settings.accounts) == 1 and _keys_of(account) == _keys_of(DEFAULT_ACCOUNT):
        yield (
            f"account: ApiKey {account.api_key}, SecretKey {account.secret_key}, balance {account.balance:,}, "
            f"{account.price_per_minute} for each started minute, caller id {account.caller_id}"
        )
        line = curl_line(at, phone="0901888484", callback_url=callback_template(RECEIVER))
        yield f"try it (the callback goes to {RECEIVER}; put your own address there):\n{line}"
    else:
        yield "accounts: " + ", ".join(account.api_key for account in settings.accounts)


def _keys_of(account: Account) -> tuple[str, str]:
    return account.api_key, account.secret_key


def open_bind_warning(settings: Settings, host: str) -> str | None:
    """The warning that everybody on the network may control this sandbox, when that is so (CONTRACT 10)."""
    if settings.control_token is not None or _is_loopback(host):
        return None
    return (
        f"the sandbox listens on {host}, beyond this machine, and whoever reaches it can control it: "
        "set --control-token to keep strangers out"
    )


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
