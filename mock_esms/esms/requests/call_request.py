"""What a client asks for when it asks for a call: its parameters, understood (FACTS 2)."""

from mock_esms.esms.formats.phone import national
from mock_esms.esms.operation import Operation
from mock_esms.esms.requests.parameters import ParameterProblem, check_choices, read_numbers, read_send_date
from mock_esms.esms.requests.query_string import Query
from mock_esms.esms.requests.request_warnings import warnings_of
from mock_esms.model.calls import CallRequest, DialParameters, RequestWarning
from mock_esms.model.times import SECOND, Instant


def read_call(
    operation: Operation, parameters: Query, *, now: Instant
) -> tuple[CallRequest, tuple[RequestWarning, ...]]:
    """What a client asked for, understood, and what eSMS would have swallowed silently.

    Defaults are those of FACTS 2 (assumed): no retry, 60 s between dials, 10 s for a key. A number that is not a whole
    one from 0 counts as absent, like a SendDate that cannot be read or is past; what is too large is capped. RequestID
    and RequestId are one parameter, and a repeated one's values are joined by a comma (FACTS 1).
    """
    raw_parameters = parameters.named
    if not operation.names.issuperset(parameters.values):
        raw_parameters = tuple([pair for pair in raw_parameters if pair[0].lower() in operation.by_key])
    given = dict(raw_parameters)
    get = given.get
    phone = get("Phone", "")
    problems: list[ParameterProblem] = []
    numbers = read_numbers(operation, given, problems)
    request = CallRequest(
        operation=operation.name,
        raw_parameters=raw_parameters,
        api_key=get("ApiKey", ""),
        phone=national(phone) or phone,
        callback_url=get("CallbackUrl") or None,
        request_id=get("RequestId", ""),
        dial_parameters=DialParameters(
            max_retry=numbers.max_retry,
            wait_retry=numbers.wait_retry * SECOND,
            time_wait_to_ivr=numbers.time_wait_to_ivr * SECOND,
            ivr=get("Ivr", ""),
            number_forward=get("NumberForward", ""),
        ),
        send_date=read_send_date(operation, given, now, problems) if "SendDate" in given else None,
    )
    check_choices(operation, given, problems)
    return request, warnings_of(operation, parameters, request, problems)
