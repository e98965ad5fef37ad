"""One-time passwords that eSMS makes itself: how they look, how long they live, and how a check is answered.

FACTS-MESSAGES 2, S14 to S16; CONTRACT 12 where they are silent.
"""

import string
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from mock_esms.config.account import Account
from mock_esms.esms.gencode.bound_template import CODE_HERE, wants_digits
from mock_esms.esms.messages.message_draft import MessageDraft, is_trial, message_request, phones_in, sends_of, text_leg
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.operation import MessageKind, Operation
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.responses.response_shapes import ResponseMembers
from mock_esms.esms.responses.result_codes import ACCEPTED, DATA_WRONG
from mock_esms.model.calls import CallRequest, RequestWarning
from mock_esms.model.times import MINUTE, Duration

LETTERS_AND_DIGITS: Final = string.digits + string.ascii_uppercase
"""What a code is made of (the sample's is ``1NTTJ6``)."""
LONGEST_CODE: Final = 20
LONGEST_LIFE: Final = 24 * 60
"""In minutes; the documentation's bounds, 2 to 10 or 15, are not held to (FACTS-MESSAGES 9)."""
DOCUMENTED_LIFE: Final = range(2, 11)
"""The minutes for which a code by SMS can be used, by its newest page (FACTS-MESSAGES 2, S14)."""
_USUAL_LENGTH: Final = 6
_USUAL_LIFE: Final = 5
_NO_PLACE: Final = RequestWarning(
    "code-place-missing", f"The message has no {CODE_HERE}, so nobody is told the code; write it where it is to stand."
)


class CodeRule(NamedTuple):
    """How a code is made: of so many characters, of digits alone or not; it can be used for ``lives``."""

    length: int
    digits: bool
    lives: Duration

    def draw(self, below: Callable[[int], int]) -> str:
        """A code; ``below`` draws a whole number from 0 to one below its argument."""
        letters = string.digits if self.digits else LETTERS_AND_DIGITS
        return "".join(letters[below(len(letters))] for _ in range(self.length))


def code_rule(values: Mapping[str, str], account: Account) -> CodeRule:
    """What a request says of its code; what is no number, or 0, counts as absent.

    A code for a template whose variable is a number has digits only: any other would be refused as 790.
    """
    return CodeRule(
        length=min(_number(values, "NumCharOfCode") or _USUAL_LENGTH, LONGEST_CODE),
        digits=values.get("IsNumber") == "1" or wants_digits(account, values),
        lives=min(_number(values, "TimeAlive") or _USUAL_LIFE, LONGEST_LIFE) * MINUTE,
    )


def _number(values: Mapping[str, str], name: str) -> int:
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST_LIFE)) + 1 else 0


def code_draft(sends: MessageKind, request: CallRequest, account: Account, code: str) -> MessageDraft:
    """The SMS of S14: ``message`` with the code in the place of ``{OTP}``."""
    values = dict(request.parameters)
    content = values.get("message", "").replace(CODE_HERE, code)
    leg = text_leg(sends, {**values, "Content": content}, account, code=code if code in content else "")
    return MessageDraft(
        request=message_request(request, phones_in(values), channels=("sms",)),
        legs=(leg,),
        trial=is_trial(values),
        warnings=() if code in content else (_NO_PLACE,),
    )


def check_time_alive(submission: Submission) -> Objection | None:
    """110: the minutes of a code are others than documented, where the quirk wants them looked at (assumed)."""
    minutes = submission.value("TimeAlive")
    if not minutes or submission.quirks.time_alive == "any":
        return None
    if minutes.isascii() and minutes.isdigit() and int(minutes[:6]) in DOCUMENTED_LIFE:
        return None
    first, last = DOCUMENTED_LIFE[0], DOCUMENTED_LIFE[-1]
    message = f"TimeAlive={minutes[:20]} is outside of {first} to {last} minutes, which is all that eSMS documents."
    return objection(DATA_WRONG, "time-alive-not-allowed", message)


def only_makes_code(operation: Operation, values: Mapping[str, str]) -> bool:
    """Whether nothing is to be sent: TypeId is 1 (S15)."""
    return sends_of(operation).code_draft is not None and values.get("TypeId") == "1"


def code_right(phone: str) -> ResponseMembers:
    """All members of the response to a code that is right; ``phone`` as it came."""
    return {"CodeResult": ACCEPTED, "CountRegenerate": 0, "ErrorMessage": f"{phone}, Content: Success!"}


def code_wrong_text(phone: str, code: str) -> str:
    """The text beside 117: the code is none of this phone's, used, or expired."""
    return f"{phone}, Content: {code} Code Invalid"
