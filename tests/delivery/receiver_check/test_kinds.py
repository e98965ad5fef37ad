"""The check with the callbacks of messages: to the byte, and receivers of them that are wrong in one known way."""

import json
import re
from collections import Counter
from urllib.parse import parse_qsl

import pytest

from mock_esms.delivery.receiver_check import CASES
from mock_esms.errors import UsageError
from tests.cli.running import run
from tests.delivery.receiver_check.receivers import checked, deciding
from tests.receiver import OK, answer

DROPPED = "drop"
MESSAGES = ("sms", "zalo", "viber")
INACTIVE = "User%20is%20inactive%2C%20or%20reject%20the%20message"
SENT = {
    ("sms", "delivered"): "SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=1&TotalSent=1"
    "&RequestId=check-ID&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid=",
    ("sms", "failed"): "SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1&TotalSent=1"
    "&RequestId=check-ID&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid=",
    ("sms", "some-failed"): "SendFailed=1&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=2&TotalSent=2"
    "&RequestId=check-ID&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid=",
    ("sms", "advert"): "SendFailed=0&SendStatus=5&SendSuccess=30&TotalPrice=15000.0000&TotalReceiver=30&TotalSent=30"
    "&RequestId=check-ID&TypeId=1",
    ("sms", "advert-refused"): "SendFailed=0&SendStatus=4&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=30&TotalSent=0"
    "&RequestId=check-ID&TypeId=1",
    ("sms", "no-request-id"): "SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=850.0000&TotalReceiver=1&TotalSent=1"
    "&RequestId=&TypeId=2&telcoid=2&phonenumber=0901888484&switchsmsid=",
    ("zalo", "failed"): "SendFailed=1&SendStatus=5&SendSuccess=0&TotalPrice=0.0000&TotalReceiver=1&TotalSent=0"
    "&RequestId=check-ID&TypeId=25&telcoid=2&phonenumber=0901888484&partnerids=&error_info=%22{%5C%22error%5C%22%3A-114"
    f"%2C%5C%22message%5C%22%3A%5C%22{INACTIVE}%2C%20or%20using%20an%20outdated%20Zalo%20version%2C%20or%20other"
    "%20internal%20errors%5C%22}%22&oaid=745830328927467685&tempid=205644",
    ("viber", "delivered"): "SendFailed=0&SendStatus=5&SendSuccess=1&TotalPrice=470.0000&TotalReceiver=1&TotalSent=1"
    "&RequestId=check-ID&TypeId=23&telcoid=2&phonenumber=0901888484",
}


@pytest.mark.parametrize("kind", MESSAGES)
async def test_the_callbacks_are_those_that_esms_sends_to_the_byte(kind):
    wanted = {case: query for (of, case), query in SENT.items() if of == kind}
    async with deciding() as receiver:
        await checked(f"{receiver.url}/sms?token=a%7Eb", kind=kind, only=list(wanted))
    told = [re.sub(r"[0-9a-f]{32}\d{0,3}(?=&|$)", "ID", target) for target in receiver.targets]
    assert told == [f"/sms?token=a%7Eb&SMSID=ID&{query}" for query in wanted.values()]


async def test_zalo_messages_have_the_form_of_their_kind():
    async with deciding() as receiver:
        await checked(receiver.url, kind="zalo", only=["user-id", "consult", "journey"])
    user_id, consult, journey = (dict(parse_qsl(q.partition("?")[2], keep_blank_values=True)) for q in receiver.targets)
    assert (user_id["telcoid"], json.loads(user_id["error_info"])["error"]) == ("9", 0)
    assert re.fullmatch(r"\d{19}", user_id["phonenumber"])
    assert re.fullmatch(r"[0-9a-f]{32}", user_id["SMSID"])
    for said, type_id in ((consult, "26"), (journey, "27")):
        assert (said["TypeId"], "tempid" in said, "telcoid" in said) == (type_id, False, False)
        assert re.fullmatch(r"%7B.*%7D____24/04/2024%2016:58:01", said["error_info"])


@pytest.mark.parametrize("kind", MESSAGES)
async def test_a_receiver_that_says_200_to_everything_passes_every_case_of_the_kind(kind):
    async with deciding() as receiver:
        result = await checked(receiver.url, kind=kind)
    assert result.ok, result.evidence
    assert (result.kind, [case.name for case in result.cases]) == (kind, [case.name for case in CASES[kind]])


# --- receivers that are wrong in one known way ------------------------------------------------------------------------


class SmsShop:
    """Takes reports of messages, as its fault says; every row is an effect."""

    def __init__(self, fault: str) -> None:
        self.rows = 0
        self._fault = fault
        self._seen: Counter[str] = Counter()

    def decide(self, query: str, _time: int) -> bytes | str:
        said = dict(parse_qsl(query, keep_blank_values=True))
        report = f"{said['SMSID']} {said['SendStatus']}"
        self._seen[report] += 1
        fails = {
            "wants a phone": "phonenumber" not in said,
            "wants a phone of Vietnam": not said.get("phonenumber", "0").startswith("0"),
            "wants a RequestId": not said.get("RequestId"),
            "knows SMS of a brand alone": said.get("TypeId", "2") != "2",
            "knows the end alone": said["SendStatus"] != "5",
            "reads error_info as JSON": "error_info" in said and not _is_json(said["error_info"]),
            "knows Zalo's errors of its list": "-999" in said.get("error_info", ""),
            "has a unique column": self._seen[report] > 1,
        }
        if fails.get(self._fault):
            return DROPPED if self._fault.startswith("wants") else answer(500)
        self.rows += self._seen[report] == 1 or self._fault == "works for every copy"
        return OK


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "fault", "failing"),
    [
        ("sms", "wants a phone", ["advert", "advert-refused"]),
        ("sms", "wants a RequestId", ["no-request-id", "missing-parameter"]),
        ("sms", "knows SMS of a brand alone", ["advert", "advert-refused"]),
        ("sms", "knows the end alone", ["advert-refused", "unknown-status", "out-of-order"]),
        ("viber", "has a unique column", ["twice-in-a-row", "twice-at-once", "same-status-later"]),
        ("viber", "works for every copy", ["twice-in-a-row", "twice-at-once", "same-status-later"]),
        ("zalo", "works for every copy", ["twice-in-a-row", "twice-at-once", "same-status-later"]),
        ("zalo", "wants a phone of Vietnam", ["user-id", "consult"]),
        ("zalo", "reads error_info as JSON", ["consult", "journey", "out-of-order"]),  # empty before the end
        ("zalo", "knows Zalo's errors of its list", ["unknown-error"]),
    ],
)
async def test_a_receiver_that_is_wrong_in_one_way_fails_where_that_shows_and_nowhere_else(kind, fault, failing):
    shop = SmsShop(fault)
    effects = (lambda: shop.rows) if fault.startswith("works") else None
    all_but_the_burst = [case.name for case in CASES[kind] if case.name != "burst"]
    async with deciding(shop.decide) as receiver:
        result = await checked(receiver.url, kind=kind, only=all_but_the_burst, effects=effects)
    assert [case.name for case in result.failed] == failing, result.evidence


async def test_advice_on_work_that_is_done_twice_names_the_id_of_messages():
    shop = SmsShop("works for every copy")
    async with deciding(shop.decide) as receiver:
        result = await checked(receiver.url, kind="sms", only="twice-in-a-row", effects=lambda: shop.rows)
    (case,) = result.cases
    assert case.judged.text.startswith("does its work 2 times for one report")
    assert case.judged.advice.startswith("go by SMSID and SendStatus")


async def test_an_unknown_message_has_an_id_that_begins_with_zeros_and_given_ids_are_taken_for_the_others():
    async with deciding() as receiver:
        await checked(receiver.url, kind="zalo", only=["delivered", "unknown-id"], reference_ids=["known"])
    assert [re.findall(r"SMSID=(\w{5})", target) for target in receiver.targets] == [["known"], ["00000"]]


# --- what is refused, and the command ---------------------------------------------------------------------------------


async def test_a_kind_that_there_is_none_of_and_a_template_for_messages_are_refused():
    with pytest.raises(UsageError, match="no kind 'sns' of callbacks to check with; did you mean `sms`"):
        await checked("http://127.0.0.1:9/", kind="sns")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a callback template is of calls alone"):
        await checked("http://127.0.0.1:9/", kind="sms", callback_template="SMSID=")


def test_the_command_takes_the_kind_and_tells_it(tmp_path):
    with_kind = run("check", "--list", "--kind", "sms", "--only", "advert*")
    assert [line.split("\t")[0] for line in with_kind.stdout.splitlines()] == ["advert", "advert-refused"]
    wrong = run("check", "--list", "--kind", "sns")
    assert (wrong.returncode, "sms" in wrong.stderr) == (2, True)
