"""A CallbackUrl that was not percent-encoded: which parameters of the call are really its own?

A client that writes ``…&CallbackUrl=http://host/cb?ReferenceId=&CallStatus=&Price=`` loses everything behind the first
``&``: the server reads it as parameters of the call (FACTS 1 and 3). This module puts the address together again, so
that a warning can show how it must be written.
"""

from typing import Final, NamedTuple
from urllib.parse import quote

from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.operation import Operation
from mock_esms.esms.requests.query_string import Argument, Query, parse_query

_PLACEHOLDERS: Final = frozenset(name.lower() for name in CALLBACK_PARAMETERS)


class UnencodedCallback(NamedTuple):
    """An address in pieces: its beginning, the pieces that are surely its own, and those that may be.

    ``doubtful`` is only given when no piece is sure: a known parameter right behind the address may be either's.
    """

    beginning: str
    pieces: tuple[Argument, ...]
    doubtful: tuple[Argument, ...] = ()

    @property
    def encoded(self) -> str:
        """The complete address, percent-encoded: the value that CallbackUrl must have. A secret in it is masked."""
        return _joined(self.beginning, self.pieces)

    @property
    def encoded_with_doubtful(self) -> str:
        """The same with the doubtful pieces."""
        return _joined(self.beginning, (*self.pieces, *self.doubtful))


def unencoded_callback(operation: Operation, query: Query) -> UnencodedCallback | None:
    """The torn address of this query, put together again; None when CallbackUrl arrived complete, or not at all."""
    arguments = query.names
    position = next((index for index, argument in enumerate(arguments) if _key(argument) == "callbackurl"), None)
    if position is None:
        return None
    callback = arguments[position]
    value = callback.value or ""
    if "?" not in value:
        return None
    # An encoder leaves a `?` alone at times, but never a `=` behind it: that one is written by hand.
    by_hand = "=" in callback.raw_value.partition("?")[2]
    earlier = frozenset(map(_key, arguments[:position]))
    tail = arguments[position + 1 :]
    end = _end_of_address(operation, tail, earlier, by_hand=by_hand)
    beginning = callback.raw_value if by_hand else value
    if end:
        return UnencodedCallback(beginning, tail[:end])
    if by_hand and tail:
        return UnencodedCallback(beginning, (), tail[:1])
    return None


def _end_of_address(operation: Operation, tail: tuple[Argument, ...], earlier: frozenset[str], *, by_hand: bool) -> int:
    """How many of the pieces behind CallbackUrl belong to its address: up to the last one that surely does.

    Surely its own are placeholders of the callback; and, in an address written by hand, until a parameter of the call
    interrupts them, names that the operation does not have and names that the call has given elsewhere too. ``Ivr``
    is the one name that both have: empty, it is a placeholder.
    """
    end = 0
    interrupted = False
    last = {_key(argument): index for index, argument in enumerate(tail)}
    for index, argument in enumerate(tail):
        key = _key(argument)
        known = operation.find(key) is not None
        if key in _PLACEHOLDERS and not (known and argument.value):
            end = index + 1
        elif not by_hand or interrupted:
            continue
        elif not known or key in earlier or last[key] > index:
            end = index + 1
        else:
            interrupted = True
    return end


def _key(argument: Argument) -> str:
    return argument.name.lower()


def _joined(beginning: str, pieces: tuple[Argument, ...]) -> str:
    return quote("&".join([beginning, *(parse_query(piece.raw).masked for piece in pieces)]), safe="")
