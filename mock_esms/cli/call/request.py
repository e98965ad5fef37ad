"""What ``call`` asks for, as a query, and what it is answered."""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple, Self
from urllib.parse import quote

OPERATION: Final = "/MainService.svc/json/MakeCallRecord_V2"
ACCEPTED: Final = "100"


class CallRequestTemplate(NamedTuple):
    """A request to call somebody, without the number; parameters take the place of the others in any case."""

    api_key: str
    secret_key: str
    template_id: str
    params: tuple[tuple[str, str], ...]

    def target(self, phone: str) -> str:
        """Path and query of the request for this number."""
        query = call_query(
            ("ApiKey", self.api_key),
            ("SecretKey", self.secret_key),
            ("TemplateId", self.template_id),
            ("Phone", phone),
            replaced_by=self.params,
        )
        return f"{OPERATION}?{query}"

    def filled(self, words: Mapping[str, str]) -> Self:
        """With ``{name}`` replaced by the word of that name in each parameter; other braces stay as they are."""
        return self._replace(params=tuple((name, _filled(value, words)) for name, value in self.params))


def _filled(value: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        value = value.replace(f"{{{name}}}", word)
    return value


def call_query(*defaults: tuple[str, str], replaced_by: tuple[tuple[str, str], ...]) -> str:
    """A query string, percent-encoded; a default whose name is given in any case gives way."""
    given = {name.lower() for name, _ in replaced_by}
    pairs = [pair for pair in defaults if pair[0].lower() not in given] + list(replaced_by)
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


class CallAnswer(NamedTuple):
    """What a request was answered; ``code`` is None when it was nothing of eSMS's."""

    code: str | None
    sms_id: str | None = None
    message: str = ""

    @classmethod
    def read(cls, body: str) -> Self:
        """Read the body of an answer."""
        try:
            answer = json.loads(body)
            return cls(str(answer["CodeResult"]), answer.get("SMSID"), str(answer.get("ErrorMessage", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls(None)
