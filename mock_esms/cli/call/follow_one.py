"""One call's timeline, printed as it happens."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mock_esms.cli.client import ControlClient, ServerSentEvent
from mock_esms.cli.event_text import event_lines
from mock_esms.cli.output import print_line, print_remark


def warn_of_manual_clock(remote: ControlClient) -> None:
    """Say how a manual clock is advanced: until then nothing will happen."""
    if remote.control("/_mock/clock").get("mode") == "manual":
        body = shlex.quote('{"until": "idle"}')
        print_remark(
            "the clock is manual, so nothing happens until it is advanced: "
            f"curl -s {remote.url}/_mock/clock/advance -d {body}",
        )


def follow(events: Iterable[ServerSentEvent], sms_id: str) -> int:
    """Print the timeline of a call; the exit status says whether its callback was delivered, where it has one."""
    for event in events:
        if event.event == "reset":
            print_remark("the sandbox was reset, the call is forgotten")
            return 1
        if event.data.get("sms_id") != sms_id or event.event == "request":
            continue
        for line in event_lines(event.event, event.data):
            print_line(str(line), line.tone)
        if event.event == "settled":
            callbacks = event.data.get("callbacks", ())
            return 0 if all(callback["state"] == "delivered" for callback in callbacks) else 1
    print_remark("the sandbox ended before the call had settled")
    return 1


def follow_without_answer(events: Iterator[ServerSentEvent], target: str) -> None:
    """Print the timeline of a call whose answer never came, if it was made all the same."""
    heard: list[ServerSentEvent] = []
    for event in events:
        heard.append(event)
        if event.event == "request" and _same_request(event.data["request"], target):
            sms_id = event.data["sms_id"]
            if sms_id is None:
                print_remark("and no call was made")
            else:
                print_remark(f"but the call was made, {sms_id}")
                follow(chain(heard, events), sms_id)
            return


def _same_request(request: Mapping[str, Any], target: str) -> bool:
    sent = urlsplit(target)
    return request["path"] == sent.path and _without_secrets(request["query"]) == _without_secrets(sent.query)


def _without_secrets(query: str) -> list[tuple[str, str]]:
    """The parameters of a query without the secrets, which the sandbox shows to nobody."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(name, value) for name, value in pairs if name.lower() not in ("secretkey", "passcode")]
