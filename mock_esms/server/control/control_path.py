"""An address of the control API with the types of what it takes and answers, as ``openapi`` describes it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from mock_esms.config.documents.json_schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPath:
    """One address of the control API with one method.

    ``answer`` is the type of what is answered with 200, ``body`` and ``query`` are the dataclasses of what is sent (a
    schema, where the body is a document), ``filters`` further names in the query. ``errors`` are the statuses beside
    401 and 403, ``error_answers`` the types of those that have more fields than code and message.
    """

    method: str
    path: str
    about: str
    answer: Hashable
    body: type | Schema | None = None
    query: type | None = None
    filters: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    error_answers: Mapping[int, Hashable] = field(default_factory=dict)
    media_type: str = "application/json"
