"""The trace context of a request (W3C Trace Context): kept with what it asks for, and sent with its callbacks.

eSMS knows nothing of it; ``quirks.trace_context`` asks for it, so that a tracing system shows a request and its
callback as one trace.
"""

import re
from collections.abc import Sequence
from typing import Final

from mock_esms.model.calls import TraceContext

_TRACEPARENT: Final = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
_TRACESTATE: Final = re.compile(r"[\x20-\x7e]{1,512}", re.ASCII)


def trace_context_of(traceparent: Sequence[str], tracestate: Sequence[str]) -> TraceContext:
    """The headers to send on, from the values of the two that came; none where they say no trace."""
    if len(traceparent) != 1 or _TRACEPARENT.fullmatch(traceparent[0]) is None:
        return ()
    parent = ("traceparent", traceparent[0])
    state = ",".join(value.strip() for value in tracestate)
    return (parent, ("tracestate", state)) if _TRACESTATE.fullmatch(state) else (parent,)
