"""The test API: each claim holds for a sandbox in the test's own process and for one that is asked from outside."""

from datetime import timedelta
from decimal import Decimal

import pytest
import requests

from mock_esms.errors import NotNowError, UnknownError, UnmetError, UsageError, WrongValueError
from tests.zalo import MULTICHANNEL, MULTICHANNEL_PATH

PHONE = "0901888484"
NOBODY_LISTENS = "http://127.0.0.1:9/"

# --- what will happen -------------------------------------------------------------------------------------------------


def test_what_is_said_holds_for_one_request_or_for_so_many_or_always(there, esms):
    esms.on(phone="*1").busy().times(2)
    esms.on(phone="*2").busy().always()
    esms.on(phone="*3").busy()
    for phone in ["0901888481"] * 3 + ["0901888482"] * 3 + ["0901888483"] * 2:
        there.placed(phone)
    chosen = [call.chosen.by for call in esms.calls]
    assert chosen == ["armed", "armed", "default", "armed", "armed", "armed", "armed", "default"]


def test_each_word_holds_at_once_and_an_impossible_one_changes_nothing(there, esms):
    said = esms.on(phone=PHONE).no_answer(ring=timedelta(seconds=20)).times(3)
    there.placed()
    said.then.answered(talk="1m", press="1", price=Decimal("99.5"))
    with pytest.raises(WrongValueError, match=r"^dials\[2\]\.answered\.talk: '1 fortnight' is not a duration"):
        said.answered(talk="1 fortnight")
    there.placed(MaxRetry="1")
    first, second = esms.settle()
    assert [dial.ring for dial in first.dials] == [20_000]
    assert [dial.outcome for dial in second.dials] == ["no_answer", "answered"]
    assert (second.result.ivr, second.result.price) == ("1", "99.5000")


def test_times_below_what_was_used_already_is_refused(there, esms):
    arming = esms.on().busy().times(2)
    there.placed()
    with pytest.raises(WrongValueError, match="more than the 1 requests that used it already"):
        arming.times(1)
    with pytest.raises(WrongValueError, match="must be 1 or more"):
        esms.on().times(0)
    there.placed()
    with pytest.raises(NotNowError, match="is not armed any more"):
        arming.times(3)


def test_a_scenario_of_the_library_is_played_once_or_always(there, esms):
    esms.play("no-answer", phone="*1")
    esms.play("busy", times=None)
    assert [there.placed(phone) for phone in ("0901888481", PHONE, PHONE)]
    assert [call.scenario for call in esms.calls] == ["no-answer", "busy", "busy"]


def test_names_that_nothing_can_be_matched_by_are_told_with_the_nearest(esms):
    for ask in (esms.on, esms.find, esms.verify, esms.wait, esms.timelines):
        with pytest.raises(WrongValueError, match="did you mean `phone`"):
            ask(phnoe="1")
    for ask in (esms.find_messages, esms.verify_message):
        with pytest.raises(WrongValueError, match="did you mean `channel`"):
            ask(chanel="sms")
    with pytest.raises(UnknownError, match="did you mean `no-answer`"):
        esms.play("no-anser")


def test_a_test_may_be_the_person_on_the_line(there, esms):
    esms.on().interactive(ring="1m")
    sms_id = there.placed()
    esms.advance("5s")
    esms.act(sms_id, "answer")
    esms.act(sms_id, "press", "7")
    esms.advance("9s")
    call = esms.act(esms.find(sms_id=sms_id)[0], "hang_up")
    assert (call.result.ivr, call.result.call_duration) == ("7", 9)
    with pytest.raises(NotNowError):
        esms.act(call, "answer")


# --- what happened ----------------------------------------------------------------------------------------------------


def test_verify_counts_and_shows_the_nearest(there, esms):
    esms.verify(times=0)
    sms_id = there.placed("0901888481", RequestId="order-1")
    assert [call.sms_id for call in esms.verify(phone="*1")] == [sms_id]
    esms.verify(at_least=1, at_most=2)
    with pytest.raises(UnmetError) as raised:
        esms.verify(at_least=2, phone="*2", request_id="order-*")
    with pytest.raises(WrongValueError, match="stands alone"):
        esms.verify(times=1, at_most=2)
    text = str(raised.value)
    assert text.startswith("0 calls with phone=*2, request_id=order-*")
    assert ", expected at least 2\n" in text
    assert "does not fit: phone is '0901888481', not '*2'" in text
    assert "request_id is" not in text
    assert isinstance(raised.value, AssertionError)


def test_refused_requests_are_evidence_too(there, esms):
    there.place(SecretKey="wrong")
    there.place(TemplateId="")
    with pytest.raises(UnmetError) as raised:
        esms.verify()
    assert [request.code for request in esms.requests] == ["101", "106"]
    text = str(raised.value)
    assert "requests that became no call:" in text
    assert "status 200, code 101" in text
    assert "wrong" not in text


def test_requests_to_an_unknown_address_are_nobodys(there, esms):
    requests.get(f"{esms.url}/nowhere", timeout=100)
    of_all = [] if esms.api_key != "test-api-key" else ["/nowhere"]
    assert [request.path for request in esms.unmatched] == of_all
    assert ("GET /nowhere: status 404, no operation has this address" in esms.complaints()) is bool(of_all)


def test_complaints_name_each_thing_once_and_nothing_when_all_is_well(there, esms):
    esms.on(phone="*1").busy().times(2)
    there.placed("0901888481")
    esms.settle()
    assert esms.complaints() == ""  # a scenario that was used once was not armed in vain
    esms.play("no-answer", phone="*9")
    there.placed(CallbackUrl=NOBODY_LISTENS)
    complaints = esms.complaints()
    assert complaints.count("a callback is pending:") == 1
    assert "armed and never used: no-answer for phone=*9" in complaints


def test_timelines_of_what_fits_are_told(there, esms):
    there.placed("0901888481")
    there.sent()
    assert esms.timelines(phone="*1").startswith("call 1 to 0901888481 (MakeCallRecord_V2, ")
    assert "\nmessage 1 to 0901888484" in esms.timelines() or "\nmessage 2 to 0901888484" in esms.timelines()


def test_callbacks_are_sent_by_hand_once_more_now_or_never(there, esms):
    sms_id = there.placed(CallbackUrl=NOBODY_LISTENS)
    with pytest.raises(NotNowError):
        esms.redeliver(sms_id)
    esms.advance("10s")
    assert len(esms.calls[0].attempts) == 1
    esms.retry(sms_id)
    esms.advance("0s")
    assert len(esms.calls[0].attempts) == 2
    assert esms.give_up(esms.calls[0]).settled
    esms.redeliver(esms.calls[0])
    (call,) = esms.settle()
    assert len(call.attempts) == 3
    with pytest.raises(UnknownError, match="no call or message has the sms_id 'nope'"):
        esms.retry("nope")


# --- waiting ----------------------------------------------------------------------------------------------------------


def test_wait_gives_the_newest_call_when_all_that_fit_have_got_there(there, esms):
    first, second = there.placed(), there.placed()
    with pytest.raises(UnmetError, match=r"0 of 2 calls with phone=0901888484.* had ended after 0 real seconds\n"):
        esms.wait(phone=PHONE, until="ended", timeout=0)
    esms.advance("1h")
    assert esms.wait(phone=PHONE).sms_id == second
    assert [call.sms_id for call in esms.wait(count=2)] == [first, second]
    third = there.placed()
    assert esms.wait(until="received").sms_id == third


def test_attempts_of_callbacks_are_waited_for_and_told_with_all_that_went_over_the_wire(there, esms):
    there.placed(CallbackUrl=NOBODY_LISTENS)
    esms.advance("10s")
    (call,) = esms.wait(until={"attempts": 1}, count=1)
    assert [attempt.error for attempt in call.attempts] == ["connection-refused"]
    assert call.final_callback.next_due == call.attempts[0].at + 10_000
    with pytest.raises(WrongValueError, match="until"):
        esms.wait(until="arrived")


def test_a_call_that_can_never_get_there_is_told_at_once(there, esms):
    sms_id = there.placed()
    esms.advance()
    with pytest.raises(UnmetError, match="can no longer reach delivered"):
        esms.wait(sms_id=sms_id, until="delivered", timeout=60)
    with pytest.raises(UnmetError, match="no call has the sms_id nobody"):
        esms.wait(sms_id="nobody")


def test_settle_plays_everything_to_its_end_whatever_the_clock(there, esms):
    there.placed()
    there.placed("0901888485")
    assert [call.settled for call in esms.settle()] == [True, True]
    assert esms.clock.pending == 0


def test_nobody_being_called_for_a_while_can_be_claimed(there, esms):
    esms.wait_never("10m", phone=PHONE)
    assert esms.clock.now - there.begun == 600_000
    there.placed()
    with pytest.raises(UnmetError, match=r"1 call with phone=0901888484.* had been received already; there should be"):
        esms.wait_never("10m", phone=PHONE)
    with pytest.raises(UnmetError, match=r"1 call.* had ended within 10m; there should be none"):
        esms.wait_never("10m", until="ended")


def test_time_is_moved_by_a_duration_or_to_a_moment(there, esms):
    esms.advance(90)
    esms.advance(timedelta(seconds=30))
    assert esms.clock.now - there.begun == 120_000
    with pytest.raises(NotNowError, match="never goes backwards"):
        esms.advance(to="2026-01-05T08:00:00")
    with pytest.raises(UsageError, match="leave one of the two out"):
        esms.advance(1, to="2026-01-06T09:00:00")


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_an_account_keeps_its_secret_and_is_what_it_was_after_a_reset(there, esms):
    before = esms.secret_key
    account = esms.account(balance=Decimal("0.5"), blocked_phones=("0901888481",))
    assert (account.secret_key, account.balance) == (before, Decimal("0.5"))
    assert account.blocked_phones == ("0901888481",)
    assert there.place()["CodeResult"] == "103"
    with pytest.raises(WrongValueError, match=r"^balnce: "):
        esms.account(balnce=1)
    esms.reset()
    assert there.place()["CodeResult"] == "100"


def test_one_accounts_reset_leaves_the_others_alone(there, esms):
    assert esms.account("shop", secret_key="s").secret_key == "s"
    esms.on(api_key=esms.api_key).busy()
    there.placed()
    there.placed(ApiKey="shop", SecretKey="s")
    esms.reset("shop")
    assert [call.request.api_key for call in esms.find(api_key="*")] == [esms.api_key]
    there.placed(ApiKey="shop", SecretKey="s")
    esms.reset()
    assert esms.calls == ()
    assert there.place(ApiKey="shop", SecretKey="s")["CodeResult"] == "101"


def test_an_account_that_is_opened_without_a_secret_has_the_published_one(there, esms):
    assert esms.account("shop", balance=0).secret_key == "test-secret-key"
    assert there.place(ApiKey="shop", SecretKey="test-secret-key")["CodeResult"] == "103"


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_message_is_waited_for_until_nothing_more_happens_to_it_and_tells_all_of_itself(there, esms):
    esms.on(phone=PHONE).delivered(after=3).callback(retries=1)
    sms_id = there.sent(CallbackUrl=NOBODY_LISTENS)
    there.placed()
    esms.settle()
    message = esms.wait_message(phone=PHONE, channel="sms")
    assert (message.sms_id, message.state, message.code) == (sms_id, "ended", "123456")
    assert message.text.startswith("123456 la ma xac minh")
    assert message.result.send_success == 1
    assert [callback.state for callback in message.callbacks] == ["exhausted"]
    assert [item.kind for item in esms.inbox("+84901888484")] == ["call", "sms"]
    assert [found.sms_id for found in esms.messages] == [sms_id]
    assert esms.find_messages(channel="zalo") == ()
    assert esms.redeliver(message).sms_id == sms_id


def test_one_channel_of_two_is_retried_or_given_up_by_its_name(there, esms):
    esms.on(phone=PHONE).failed("zalo", error=-114).delivered("sms").callback(wait=["1h"])
    keys = {"ApiKey": esms.api_key, "SecretKey": esms.secret_key, "CallbackUrl": NOBODY_LISTENS}
    requests.post(esms.url + MULTICHANNEL_PATH, json={**MULTICHANNEL, **keys}, timeout=100)
    esms.advance("10m")

    def attempts():
        return [(each.channel, len(each.attempts), each.settled) for each in esms.messages[0].callbacks]

    assert attempts() == [("zalo", 1, False), ("sms", 1, False)]
    esms.retry(esms.messages[0], channel="sms")
    esms.advance("0s")
    assert attempts() == [("zalo", 1, False), ("sms", 2, False)], "Zalo's would have been due first"
    esms.give_up(esms.messages[0].sms_id, channel="zalo")
    assert attempts() == [("zalo", 1, True), ("sms", 2, False)]


def test_a_code_is_given_when_it_has_come(there, esms):
    there.sent()
    with pytest.raises(UnmetError) as raised:
        esms.otp(PHONE)
    assert str(raised.value).startswith(f"no code had come to {PHONE}, with nothing more on its way, by now\n")
    assert "hint: a manual clock stands still until advance() moves it" in str(raised.value)
    esms.advance("2s")
    assert esms.otp(PHONE) == "123456"
    (item,) = esms.inbox(PHONE)
    assert (item.kind, item.sender, item.code) == ("sms", "Baotrixemay", "123456")


def test_verify_message_shows_the_calls_that_came_instead(there, esms):
    there.placed()
    with pytest.raises(UnmetError) as raised:
        esms.verify_message(phone=PHONE, channel="viber")
    assert "\nthe sandbox has accepted no message\n" in str(raised.value)
    assert "beside them it has accepted 1 call:" in str(raised.value)
    there.sent()
    assert len(esms.verify_message(phone="09*")) == 1


def test_that_no_further_message_comes_can_be_seen(there, esms):
    esms.wait_never_message("10m", phone=PHONE)
    there.sent()
    esms.wait_never("10m", phone=PHONE)  # a message is no call
    with pytest.raises(UnmetError, match=r"1 message with phone=0901888484.* had been received already"):
        esms.wait_never_message("10m", phone=PHONE)
    assert esms.wait_message(count=1)[0].phones == (PHONE,)
