"""``mock-esms call``: places one call against a running sandbox, as a client would, and follows it when asked to."""

import json
import os
import shlex
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import click

from mock_esms.cli.program import MISTAKE
from mock_esms.cli.remote import Frame, Remote, address_options, remote_of
from mock_esms.cli.speech import echo, say
from mock_esms.cli.telling import tell
from mock_esms.cli.words import ACCOUNT, NAME_VALUE, Keys, read_keys, twin
from mock_esms.errors import UsageError

OPERATION: Final = "/MainService.svc/json/MakeCallRecord_V2"
ACCEPTED: Final = "100"


@click.command("call")
@click.argument("phone")
@address_options
@click.option("--param", "params", type=NAME_VALUE, multiple=True, help="A further parameter, not encoded; repeatable.")
@click.option("--wait", "wait", is_flag=True, help="Follow the call until nothing more will happen to it.")
@click.option("--api-key", help="ApiKey.  [default: the test account's, or that of MOCK_ESMS_ACCOUNT]")
@click.option("--secret-key", help="SecretKey.  [default: as --api-key]")
@click.option("--template-id", default="demo", show_default=True, help="TemplateId, the recording.")
def command(  # noqa: PLR0913 - the options of a command
    *,
    phone: str,
    url: str | None,
    control_token: str | None,
    params: tuple[tuple[str, str], ...],
    wait: bool,
    api_key: str | None,
    secret_key: str | None,
    template_id: str,
) -> int:
    """Call PHONE. Exit with 0 when the call was accepted, with --wait when its callback was delivered as well.

    For example: mock-esms call 0901888484 --param MaxRetry=2 --param CallbackUrl=http://127.0.0.1:9000/voice --wait
    """
    remote = remote_of(url, control_token)
    keys = _account()
    query = query_of(
        ("ApiKey", api_key or keys.api_key),
        ("SecretKey", secret_key or keys.secret_key),
        ("TemplateId", template_id),
        ("Phone", phone),
        replaced_by=params,
    )
    # Listening begins before the call is placed, so that nothing of it is missed.
    events = remote.events() if wait else None
    reply = remote.get(f"{OPERATION}?{query}")
    sms_id, code = _answered(reply.body)
    if code is None:
        say(f"mock-esms: what answers at {remote.url} is no mock-esms: {reply.error}", err=True)
        return MISTAKE
    click.echo(reply.body.strip())
    if code != ACCEPTED:
        return 1
    if events is None or sms_id is None:
        return 0
    _warn_of_a_clock_that_stands(remote)
    return _follow(events, sms_id)


def query_of(*defaults: tuple[str, str], replaced_by: tuple[tuple[str, str], ...]) -> str:
    """A query string, percent-encoded; a default whose name is given in any case gives way."""
    given = {name.lower() for name, _ in replaced_by}
    pairs = [pair for pair in defaults if pair[0].lower() not in given] + list(replaced_by)
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


def _account() -> Keys:
    """The account of the environment, the first one if there are more, else the built-in one."""
    from mock_esms.settings import DEFAULT_API_KEY, DEFAULT_SECRET_KEY

    given = ACCOUNT.split_envvar_value(os.environ.get(twin("--account"), ""))
    if not given:
        return Keys(DEFAULT_API_KEY, DEFAULT_SECRET_KEY)
    try:
        return read_keys(given[0])
    except ValueError as error:
        message = f"{twin('--account')}: {error}"
        raise UsageError(message) from None


def _answered(body: str) -> tuple[str | None, str | None]:
    """SMSID and CodeResult of an answer, where they are there."""
    try:
        answer = json.loads(body)
        return answer.get("SMSID"), answer["CodeResult"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, None


def _warn_of_a_clock_that_stands(remote: Remote) -> None:
    if remote.control("/_mock/clock").get("mode") == "manual":
        body = shlex.quote('{"until": "idle"}')
        say(
            "mock-esms: the clock is manual, so nothing happens until it is advanced: "
            f"curl -s {remote.url}/_mock/clock/advance -d {body}",
            err=True,
        )


def _follow(events: Iterator[Frame], sms_id: str) -> int:
    """Print the timeline of a call; the exit status says whether its callback was delivered, where it has one."""
    for frame in events:
        if frame.event == "reset":
            say("mock-esms: the sandbox was reset, the call is forgotten", err=True)
            return 1
        if frame.data.get("sms_id") != sms_id or frame.event == "request":
            continue
        for line in tell(frame.event, frame.data):
            echo(str(line), line.tone)
        if frame.event == "settled":
            callbacks = frame.data.get("callbacks", ())
            return 0 if all(callback["state"] == "delivered" for callback in callbacks) else 1
    say("mock-esms: the sandbox ended before the call had settled", err=True)
    return 1
