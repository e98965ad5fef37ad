"""What eSMS looks at before it accepts a Zalo message (FACTS-MESSAGES 2 and 8; where it is silent, CONTRACT 12)."""

import re
from typing import Final

from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.responses.operation_result import Objection
from mock_esms.esms.responses.result_codes import (
    HASHED_PHONE_WRONG,
    MODE_3_NOT_ALLOWED,
    MODE_3_WITH_DATE,
    OA_NOT_FOUND,
    OA_OR_TEMPLATE_MISSING,
    OA_UNKNOWN,
    PAYLOAD_WRONG,
    USER_ID_MISSING,
    USER_ID_TOO_LONG,
    ZNS_TEMPLATE_NOT_SET_UP,
    ZNS_TEMPLATE_WRONG,
)
from mock_esms.esms.zalo.zalo_draft import (
    VARIABLES_IN,
    given_variables,
    listed_template,
    oa_of,
    templates_for_text,
)
from mock_esms.esms.zalo.zalo_payload import content_problem, payload_problem, read_payload
from mock_esms.esms.zalo.zns_variables import named_variables, unreadable_variables, variables_problem
from mock_esms.model.calls import CallWarning

LONGEST_USER_ID: Final = 20
"""So many characters a ZaloUid may have (FACTS-MESSAGES 2, S4, doc)."""
_SHA_256: Final = re.compile("[0-9a-f]{64}")


def check_oa_and_template_given(submission: Submission) -> Objection | None:
    """791: OAID or TempID is missing; a full text names no template."""
    wanted = ("OAID",) if submission.sends.variables is None else ("OAID", "TempID")
    missing = [name for name in wanted if not submission.value(name)]
    if not missing:
        return None
    message = f"{' and '.join(missing)} must be given; docs/operations.md has a request that is accepted."
    return Objection(OA_OR_TEMPLATE_MISSING, CallWarning("oa-or-template-missing", message))


def check_oa(submission: Submission) -> Objection | None:
    """799: the OA is not the account's; 204 for messages by user id."""
    oa_id = submission.value("OAID")
    if oa_of(submission.account, oa_id) is not None:
        return None
    known = ", ".join(oa.oa_id for oa in submission.account.zalo or ()) or "none"
    message = f"The account has no OA {oa_id!r}; it has {known}. Add it to the account's zalo list."
    code = OA_UNKNOWN if submission.sends.callback_form == "consult" else OA_NOT_FOUND
    return Objection(code, CallWarning("oa-unknown", message))


def check_zns_template(submission: Submission) -> Objection | None:
    """789: the OA has no such template; of a full text, 790: it fits none of them."""
    oa_id, template_id = submission.value("OAID"), submission.value("TempID")
    listed = templates_for_text(submission.account, submission.values)
    if listed is None:
        return None
    if submission.sends.variables is None:
        if submission.draft.legs[0].template:
            return None
        message = f"Content fits no template of the OA {oa_id}; write it as one of them, its variables filled."
        return Objection(ZNS_TEMPLATE_WRONG, CallWarning("zns-text-unfit", message))
    if listed_template(submission.account, submission.values) is not None:
        return None
    known = ", ".join(template.id for template in listed) or "none"
    message = f"The OA {oa_id} has no ZNS template {template_id!r}; it has {known}. Add it to the OA's templates."
    return Objection(ZNS_TEMPLATE_NOT_SET_UP, CallWarning("zns-template-unknown", message))


def check_zns_variables(submission: Submission) -> Objection | None:
    """790: a variable is missing, unknown, too long or of another kind, or they cannot be read."""
    form = submission.sends.variables
    if form is None:
        return None
    given = given_variables(submission.sends, submission.values)
    if given is None:
        return Objection(ZNS_TEMPLATE_WRONG, unreadable_variables(VARIABLES_IN[form], form))
    template = listed_template(submission.account, submission.values)
    problem = variables_problem(named_variables(given, template), template)
    return None if problem is None else Objection(ZNS_TEMPLATE_WRONG, problem)


def check_user_id(submission: Submission) -> Objection | None:
    """853 and 852: ZaloUid is missing or too long."""
    user_id = submission.value("ZaloUid")
    if not user_id:
        message = "ZaloUid is missing; give the id that Zalo has for the user with this OA."
        return Objection(USER_ID_MISSING, CallWarning("user-id-missing", message))
    if len(user_id) > LONGEST_USER_ID:
        message = f"ZaloUid has {len(user_id)} characters, and {LONGEST_USER_ID} are allowed."
        return Objection(USER_ID_TOO_LONG, CallWarning("user-id-too-long", message))
    return None


def check_hashed_phone(submission: Submission) -> Objection | None:
    """115: HashPhone is no SHA-256 in lower-case hexadecimal digits."""
    if _SHA_256.fullmatch(submission.value("HashPhone")) is not None:
        return None
    message = "HashPhone is no SHA-256 in 64 lower-case hexadecimal digits; hash the number as 84901888484."
    return Objection(HASHED_PHONE_WRONG, CallWarning("hashed-phone-wrong", message))


def check_payload(submission: Submission) -> Objection | None:
    """210: Payload, or the user id and Content of a consulting text, are not as documented."""
    if submission.operation.find("Payload") is not None:
        problem = payload_problem(read_payload(submission.value("Payload")))
    elif not submission.value("User_id"):
        problem = CallWarning("payload-wrong", "User_id is missing; give the id that Zalo has for the user.")
    else:
        problem = content_problem(submission.value("Content"))
    return None if problem is None else Objection(PAYLOAD_WRONG, problem)


def check_sending_mode(submission: Submission) -> Objection | None:
    """801 and 802: mode 3 goes over an OA's quota, at once, and only where it may."""
    if submission.value("SendingMode") != "3":
        return None
    if submission.value("SendDate"):
        message = "SendingMode=3 sends at once; leave SendDate out, or write SendingMode=1."
        return Objection(MODE_3_WITH_DATE, CallWarning("mode-3-with-date", message))
    oa = oa_of(submission.account, submission.value("OAID"))
    if oa is not None and oa.mode_3:
        return None
    message = f"The OA {submission.value('OAID')} may not send over its quota; set its mode_3, or write SendingMode=1."
    return Objection(MODE_3_NOT_ALLOWED, CallWarning("mode-3-not-allowed", message))
