"""What ``call`` asks for, as a query, and what it is answered."""

import json
from collections.abc import Mapping
from typing import Final, NamedTuple, Self
from urllib.parse import quote, urlencode

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
        given = {name.lower() for name, _ in self.params}
        defaults = {
            "ApiKey": self.api_key,
            "SecretKey": self.secret_key,
            "TemplateId": self.template_id,
            "Phone": phone,
        }
        pairs = [pair for pair in defaults.items() if pair[0].lower() not in given]
        return f"{OPERATION}?{urlencode([*pairs, *self.params], quote_via=quote, safe='')}"

    def filled(self, words: Mapping[str, str]) -> Self:
        """With ``{name}`` replaced by the word of that name in each parameter; other braces stay as they are."""
        return self._replace(params=tuple((name, _filled(value, words)) for name, value in self.params))


def _filled(value: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        value = value.replace(f"{{{name}}}", word)
    return value


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
