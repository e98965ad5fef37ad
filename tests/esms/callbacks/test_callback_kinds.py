import pytest

from mock_esms.esms.callbacks.callback_kinds import CALLBACK_KINDS, ID_NAMES, VOICE, kind_of
from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS

HEAD = "SMSID SendFailed SendStatus SendSuccess TotalPrice TotalReceiver TotalSent RequestId TypeId"


@pytest.mark.parametrize(
    ("tail", "type_id", "telcoid", "kind"),
    [
        ("telcoid phonenumber switchsmsid", "2", "1", "sms"),
        ("", "1", "", "advert"),
        ("telcoid phonenumber partnerids error_info oaid tempid", "24", "1", "zalo"),
        ("telcoid phonenumber partnerids error_info oaid tempid", "25", "2", "zalo"),
        ("telcoid phonenumber", "23", "1", "viber"),
        ("phonenumber error_info oaid partnerids", "26", "", "consult"),
        ("phonenumber error_info oaid partnerids", "27", "", "journey"),
        ("telcoid phonenumber error_info oaid tempid partnerids", "25", "9", "uid"),
        ("telcoid phonenumber", "8", "1", "voice-otp"),
        ("telcoid phonenumber", "99", "1", "message"),
        ("telcoid phonenumber switchsmsid", "", "1", "sms"),
        ("telcoid phonenumber error_info oaid tempid partnerids", "", "9", "uid"),
    ],
)
def test_each_kind_of_message_is_told_by_its_parameters(tail, type_id, telcoid, kind):
    names = [name.lower() for name in f"{HEAD} {tail}".split()]
    found = kind_of(names, type_id, telcoid)
    assert found is CALLBACK_KINDS[kind]
    if kind != "message":
        assert found.parameters == tuple(f"{HEAD} {tail}".split()), "the documented order is the kind's own"


def test_a_call_is_told_by_its_id_and_one_parameter_more():
    assert kind_of([name.lower() for name in CALLBACK_PARAMETERS]) is VOICE
    assert kind_of(["own", "referenceid", "callstatus"]) is VOICE


def test_an_approval_is_told_by_its_two_parameters():
    assert kind_of(["servicepreviewid", "status"]) is CALLBACK_KINDS["approval"]


@pytest.mark.parametrize(
    "names", [["referenceid"], ["referenceid", "amount"], ["smsid"], ["callstatus"], [], ["servicepreviewid"]]
)
def test_an_id_alone_or_no_id_is_no_callback(names):
    assert kind_of(names) is None


def test_a_request_to_esms_is_no_callback():
    assert kind_of(["apikey", "referenceid", "callstatus"]) is None


def test_every_kind_is_known_by_an_id_that_a_log_is_searched_for():
    assert {kind.id_name.lower() for kind in CALLBACK_KINDS.values()} == set(ID_NAMES)
