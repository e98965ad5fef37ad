"""The parameters of a request as they arrived, of which the requests of an application share one tuple.

It exists for memory: a pending call is promised to take 1,024 bytes at most, a message 1,200 (docs/performance.md).
"""

RawParameters = tuple[tuple[str, str | None], ...]
"""Names in FACTS' spelling with their values; None for a phone, RequestId or Content that has a field of its own."""


def filled(raw: RawParameters, phone: str, request_id: str, content: str) -> tuple[tuple[str, str], ...]:
    """The parameters of a request that has these three, with each in its place."""
    own = {"Phone": phone, "RequestId": request_id, "Content": content}
    return tuple([(name, own[name] if value is None else value) for name, value in raw])


def value_among(raw: RawParameters, name: str, phone: str, request_id: str, content: str) -> str:
    """What such a request gives for a parameter; empty when nothing."""
    for given, value in raw:
        if given == name:
            return filled(((name, value),), phone, request_id, content)[0][1] if value is None else value
    return ""
