"""Lists of calls or messages: what a query says of the page, its globs, and the part of what fits that is shown."""

from typing import Annotated, Final, Literal, NamedTuple

from mock_esms.config.match import Match
from mock_esms.errors import UnknownError
from mock_esms.journal import Journal
from mock_esms.journal.filter import Entry
from mock_esms.server.control.serving.decode import digits

MAX_LIMIT: Final = 10_000
Order = Literal["oldest", "newest"]


class PageQuery(NamedTuple):
    """Which part of what fits is listed; every other name in the query is a filter."""

    limit: Annotated[int, digits(0, MAX_LIMIT)] = 100
    after: str | None = None
    order: Order = "oldest"


def list_entries(journal: Journal, kind: type[Entry], query: PageQuery, match: Match) -> tuple[list[Entry], int]:
    """The entries of a kind on that page, and how many fit in all. Raises ``UnknownError`` for ``after``."""
    if not (query.limit or match.pairs):
        # Whoever only wants to know how many there are need not wait until a list of all is made.
        return [], sum(isinstance(entry, kind) for entry in journal)
    found = journal.matching(kind, match)
    newest_first = query.order == "newest"
    shown = found[::-1] if newest_first else found
    if query.after is not None:
        last = journal.get(query.after)
        if not isinstance(last, kind):
            message = f"after: no {kind.__name__.lower()} has the sms_id {query.after!r}; it may have been dropped"
            raise UnknownError(message)
        number = last.number
        shown = [entry for entry in shown if entry.number != number and (entry.number < number) is newest_first]
    return shown[: query.limit], len(found)
