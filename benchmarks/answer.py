"""When the answer to a request is complete; as little of HTTP as the servers that are measured speak."""

_LENGTH = b"content-length: "
_CHUNKED = b"transfer-encoding: chunked"
_LAST_CHUNK = b"0\r\n\r\n"


def is_complete(answer: bytes) -> bool:
    """Whether nothing more follows; a body has a length, or comes in chunks."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    head = head.lower()
    if _CHUNKED in head:
        return body.endswith(_LAST_CHUNK)
    return len(body) >= int(head.partition(_LENGTH)[2].partition(b"\r")[0])
