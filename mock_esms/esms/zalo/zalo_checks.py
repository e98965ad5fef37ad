"""What eSMS looks at before it accepts a Zalo message (FACTS-MESSAGES 2 and 8; where it is silent, CONTRACT 12)."""

import re
from typing import Final

from mock_esms.config.account import Account
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection
from mock_esms.esms.zalo.zalo_draft import (
    VARIABLES_IN,
    given_variables,
    listed_template,
    oa_of,
)
from mock_esms.esms.zalo.zalo_payload import content_problem, payload_problem, read_payload
from mock_esms.esms.zalo.zns_variables import named_variables, unreadable_variables, variables_problem
from mock_esms.model.calls import RequestWarning

LONGEST_USER_ID: Final = 20
"""So many characters a ZaloUid may have (FACTS-MESSAGES 2, S4, doc)."""
_SHA_256: Final = re.compile("[0-9a-f]{64}")


def check_oa_and_template_given(submission: Submission) -> Objection | None:
    """791: OAID or TempID is missing; a full text names no template."""
    wanted = ("OAID",) if submission.sends.variables is None else ("OAID", "TempID")
    return must_be_given([name for name in wanted if not submission.value(name)])


def must_be_given(missing: list[str]) -> Objection | None:
    """791: these are missing, the OA or a template; None when nothing is."""
    if not missing:
        return None
    message = f"{' and '.join(missing)} must be given; docs/operations.md has a request that is accepted."
    return objection(result_codes.OA_OR_TEMPLATE_MISSING, "oa-or-template-missing", message)


def check_oa(submission: Submission) -> Objection | None:
    """799: the OA is not the account's; 204 for messages by user id."""
    code = result_codes.OA_UNKNOWN if submission.sends.callback_form == "consult" else result_codes.OA_NOT_FOUND
    return unknown_oa(submission.account, submission.value("OAID"), code)


def unknown_oa(account: Account, oa_id: str, code: str = result_codes.OA_NOT_FOUND) -> Objection | None:
    """An objection when the account has no such OA."""
    if oa_of(account, oa_id) is not None:
        return None
    known = ", ".join(oa.oa_id for oa in account.zalo or ()) or "none"
    message = f"The account has no OA {oa_id!r}; it has {known}. Add it to the account's zalo list."
    return objection(code, "oa-unknown", message)


def check_zns_template(submission: Submission) -> Objection | None:
    """789: the OA has no such template; of a full text, 790: it fits none of them."""
    oa_id = submission.value("OAID")
    if submission.sends.variables is not None:
        return unknown_zns_template(submission.account, oa_id, submission.value("TempID"))
    oa = oa_of(submission.account, oa_id)
    if oa is None or oa.templates is None or submission.draft.legs[0].template:
        return None
    message = f"Content fits no template of the OA {oa_id}; write it as one of them, its variables filled."
    return objection(result_codes.ZNS_TEMPLATE_WRONG, "zns-text-unfit", message)


def unknown_zns_template(account: Account, oa_id: str, template_id: str) -> Objection | None:
    """789: the OA has no such template."""
    oa = oa_of(account, oa_id)
    listed = oa.templates if oa is not None else None
    if listed is None or any(template.id == template_id for template in listed):
        return None
    known = ", ".join(template.id for template in listed) or "none"
    message = f"The OA {oa_id} has no ZNS template {template_id!r}; it has {known}. Add it to the OA's templates."
    return objection(result_codes.ZNS_TEMPLATE_NOT_SET_UP, "zns-template-unknown", message)


def check_zns_variables(submission: Submission) -> Objection | None:
    """790: a variable is missing, unknown, too long or of another kind, or they cannot be read."""
    form = submission.sends.variables
    if form is None:
        return None
    given = given_variables(submission.sends, submission.values)
    if given is None:
        return Objection(result_codes.ZNS_TEMPLATE_WRONG, unreadable_variables(VARIABLES_IN[form], form))
    template = listed_template(submission.account, submission.values)
    problem = variables_problem(named_variables(given, template), template)
    return None if problem is None else Objection(result_codes.ZNS_TEMPLATE_WRONG, problem)


def check_user_id(submission: Submission) -> Objection | None:
    """853 and 852: ZaloUid is missing or too long."""
    user_id = submission.value("ZaloUid")
    if not user_id:
        message = "ZaloUid is missing; give the id that Zalo has for the user with this OA."
        return objection(result_codes.USER_ID_MISSING, "user-id-missing", message)
    if len(user_id) > LONGEST_USER_ID:
        message = f"ZaloUid has {len(user_id)} characters, and {LONGEST_USER_ID} are allowed."
        return objection(result_codes.USER_ID_TOO_LONG, "user-id-too-long", message)
    return None


def check_hashed_phone(submission: Submission) -> Objection | None:
    """115: HashPhone is no SHA-256 in lower-case hexadecimal digits."""
    if _SHA_256.fullmatch(submission.value("HashPhone")) is not None:
        return None
    message = "HashPhone is no SHA-256 in 64 lower-case hexadecimal digits; hash the number as 84901888484."
    return objection(result_codes.HASHED_PHONE_WRONG, "hashed-phone-wrong", message)


def check_payload(submission: Submission) -> Objection | None:
    """210: Payload, or the user id and Content of a consulting text, are not as documented."""
    if submission.operation.find("Payload") is not None:
        problem = payload_problem(read_payload(submission.value("Payload")))
    elif not submission.value("User_id"):
        problem = RequestWarning("payload-wrong", "User_id is missing; give the id that Zalo has for the user.")
    else:
        problem = content_problem(submission.value("Content"))
    return None if problem is None else Objection(result_codes.PAYLOAD_WRONG, problem)


def check_sending_mode(submission: Submission) -> Objection | None:
    """801 and 802: mode 3 goes over an OA's quota, at once, and only where it may."""
    if submission.value("SendingMode") != "3":
        return None
    if submission.value("SendDate"):
        message = "SendingMode=3 sends at once; leave SendDate out, or write SendingMode=1."
        return objection(result_codes.MODE_3_WITH_DATE, "mode-3-with-date", message)
    oa = oa_of(submission.account, submission.value("OAID"))
    if oa is not None and oa.mode_3:
        return None
    message = f"The OA {submission.value('OAID')} may not send over its quota; set its mode_3, or write SendingMode=1."
    return objection(result_codes.MODE_3_NOT_ALLOWED, "mode-3-not-allowed", message)
