"""The verdict on a case: what the receiver does, and what eSMS would do next. Pure.

A case passes when every answer is exactly 200 and in time, and copies of one callback get the same answer (CONTRACT 8).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from mock_esms._text import printable
from mock_esms.config.retry_presets import ESMS
from mock_esms.delivery.diagnosis import REDIRECTS
from mock_esms.delivery.receiver_check.case import Case, CaseSend
from mock_esms.delivery.receiver_check.played import SentCallback, Verdict, status_or_error
from mock_esms.model.callback import Attempt
from mock_esms.model.times import SECOND, Duration

_FEW: Final = 4
"""Up to so many callbacks are spoken of one by one."""
_QUOTED: Final = 60
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MORE: Final = f"{_NUMBERS[ESMS.retries]} more times"
_TAKEN: Final = "eSMS takes it as delivered"
_ALL_TAKEN: Final = "eSMS takes all as delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a verdict depends on beside the answers.

    ``any_body``: only the status of copies must be the same. ``last_heard`` is the case in which the receiver was last
    reached, None when that was this one or there was none.
    """

    timeout: Duration
    any_body: bool = False
    last_heard: str | None = None


def judge(case: Case, sent: Sequence[SentCallback], terms: Terms) -> Verdict:
    """Whether the case passed, and why not."""
    failed = [each for each in sent if not each.attempt.acknowledged]
    if failed:
        advice = next((each.attempt.advice for each in failed if each.attempt.advice), "")
        return Verdict(ok=False, text=_failure(sent, failed, terms), next=_sent_again(failed, sent), advice=advice)
    if case.copies and not terms.any_body:
        first, *others = sent
        other = next((each for each in others if each.attempt.answer != first.attempt.answer), None)
        if other is not None:
            return _other_answer(first, other)
    for each in sent:
        garbled = _garbled(each.send, each.attempt.answer)
        if garbled is not None:
            return garbled
    return Verdict(ok=True, text=_success(case, len(sent), terms), next=_TAKEN if len(sent) == 1 else _ALL_TAKEN)


def _success(case: Case, count: int, terms: Terms) -> str:
    if count == 1:
        return "answers 200"
    if case.copies:
        return f"answers both copies with 200{'' if terms.any_body else ', and the same'}"
    return f"answers {'both' if count == 2 else f'all {count}'} with 200"  # noqa: PLR2004 - as one says of two


def _failure(sent: Sequence[SentCallback], failed: Sequence[SentCallback], terms: Terms) -> str:
    if terms.last_heard is not None and not any(each.reached for each in sent):
        return f"takes no connection any more; it was last heard of in the case {terms.last_heard}"
    if len(sent) > _FEW:
        return _failure_of_many(sent, terms)
    kinds = {status_or_error(each.attempt) for each in failed}
    if len(failed) == len(sent) > 1 and len(kinds) == 1:
        return _does(failed[0].attempt, "each of them", terms)
    return " and ".join(_does(each.attempt, each.send.what, terms) for each in failed)


def _failure_of_many(sent: Sequence[SentCallback], terms: Terms) -> str:
    """What became of a burst, and of the one that followed it."""
    *burst, last = sent
    missed = Counter(status_or_error(each.attempt) for each in burst if not each.attempt.acknowledged)
    text = f"answers {len(burst) - missed.total()} of {len(burst)} with 200"
    if missed:
        text += f" ({', '.join(f'{count}x {what}' for what, count in missed.most_common())})"
    if not last.reached:
        return f"{text}, and takes no connection afterwards: it died under the burst"
    if not last.attempt.acknowledged:
        return f"{text}, and {_does(last.attempt, last.send.what, terms)}"
    return f"{text}; it lives on afterwards" if missed else text


def _does(attempt: Attempt, what: str, terms: Terms) -> str:
    """What the receiver does with one callback; ``what`` is empty where there is only one."""
    it = f" {what}" if what else ""
    error = attempt.error
    if error is None:
        redirect = " (a redirect)" if attempt.status in REDIRECTS else ""
        return f"answers {attempt.status}{redirect}{it and f' to{it}'}"
    without = {
        "timeout": f"does not answer{it} within {terms.timeout / SECOND:g} s",
        "closed": f"closes the connection{it and f' on{it}'} without an answer",
        "reset": f"resets the connection{it and f' on{it}'}",
        "bad-answer": f"answers{it} with something that is no HTTP",
        "connection-refused": f"takes no connection{it and f' for{it}'}",
    }
    return without.get(error) or f"cannot be reached{it and f' with{it}'} ({error}: {printable(attempt.detail)})"


def _sent_again(failed: Sequence[SentCallback], sent: Sequence[SentCallback]) -> str:
    what = "this" if len(sent) == 1 else "that one" if len(failed) == 1 else f"each of these {len(failed)} callbacks"
    return f"eSMS will send {what} {_MORE}"


def _other_answer(first: SentCallback, other: SentCallback) -> Verdict:
    return Verdict(
        ok=False,
        text=f"answers the copies differently ({excerpt(first.attempt.answer)} and {excerpt(other.attempt.answer)})",
        next=f"{_TAKEN} and does not read the answer",
        advice="an answer that changes may mean work that is done twice; where it does not, give --any-body",
    )


def _garbled(send: CaseSend, answer: str) -> Verdict | None:
    """The verdict on an answer that repeats a value of the callback in a broken form."""
    if send.edits is None:
        return None
    for _, value in (*send.edits.set, *send.edits.add):
        for broken in _broken(value):
            if broken in answer and value not in answer:
                return Verdict(
                    ok=False,
                    text=f"answers 200, but repeats {excerpt(value)} as {excerpt(broken)}: it loses the encoding",
                    next=f"{_TAKEN}, and what you have stored is wrong",
                    advice="values are percent-encoded UTF-8; decode each of them once",
                )
    return None


def _broken(value: str) -> set[str]:
    """What becomes of a value that is decoded in the usual wrong ways: as Latin-1, as ASCII, or twice."""
    raw = value.encode()
    wrong = {raw.decode("latin-1"), raw.decode("cp1252", "replace"), raw.decode("ascii", "replace")}
    wrong |= {value.encode("ascii", "replace").decode(), unquote_plus(value)}
    return wrong - {value}


def excerpt(text: str) -> str:
    """What a receiver wrote, short and harmless."""
    shown = printable(text)
    return f'"{shown[: _QUOTED - 1]}…"' if len(shown) > _QUOTED else f'"{shown}"'
