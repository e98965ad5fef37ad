from decimal import Decimal

import pytest

from mock_esms.errors import UnknownError, UnmetError, WrongValueError
from tests.places import running


async def test_what_is_said_holds_for_one_request_or_for_so_many_or_always():
    async with running() as client:
        esms = client.sandbox
        esms.on(phone="*1").busy().times(2)
        esms.on(phone="*2").busy().always()
        esms.on(phone="*3").busy()
        for phone in ["0901888481"] * 3 + ["0901888482"] * 3 + ["0901888483"] * 2:
            await client.placed(phone)
        chosen = [call.chosen.by for call in esms.calls]
    assert chosen == ["armed", "armed", "default", "armed", "armed", "armed", "armed", "default"]


async def test_times_below_what_was_used_already_is_refused():
    async with running() as client:
        arming = client.sandbox.on().busy().times(2)
        await client.placed()
        with pytest.raises(WrongValueError, match="more than the 1 requests that used it already"):
            arming.times(1)
        with pytest.raises(WrongValueError, match="must be 1 or more"):
            client.sandbox.on().times(0)


async def test_names_that_nothing_can_be_matched_by_are_told_with_the_nearest():
    async with running() as client:
        for ask in (client.sandbox.on, client.sandbox.find, client.sandbox.verify):
            with pytest.raises(WrongValueError, match="did you mean `phone`"):
                ask(phnoe="1")
        with pytest.raises(UnknownError, match="did you mean `no-answer`"):
            client.sandbox.play("no-anser")


async def test_verify_counts_and_shows_the_nearest():
    async with running() as client:
        esms = client.sandbox
        esms.verify(times=0)
        sms_id = await client.placed("0901888481", RequestId="order-1")
        assert [call.sms_id for call in esms.verify(phone="*1")] == [sms_id]
        esms.verify(at_least=1, at_most=2)
        with pytest.raises(UnmetError) as raised:
            esms.verify(at_least=2, phone="*2", request_id="order-*")
        with pytest.raises(WrongValueError, match="stands alone"):
            esms.verify(times=1, at_most=2)
    text = str(raised.value)
    assert text.startswith("0 calls with phone=*2, request_id=order-*, expected at least 2\n")
    assert "does not fit: phone is '0901888481', not '*2'" in text
    assert "request_id is" not in text
    assert isinstance(raised.value, AssertionError)


async def test_refused_requests_are_evidence_too():
    async with running() as client:
        await client.place(SecretKey="wrong")
        await client.get("/nowhere")
        with pytest.raises(UnmetError) as raised:
            client.sandbox.verify()
        assert [request.path for request in client.sandbox.unmatched] == ["/nowhere"]
    text = str(raised.value)
    assert "requests that became no call:" in text
    assert "status 200, code 101" in text
    assert "GET /nowhere: status 404, no operation has this address" in text
    assert "wrong" not in text


async def test_an_account_keeps_its_secret_and_is_what_it_was_after_a_reset():
    async with running() as client:
        esms = client.sandbox
        assert esms.account(balance=Decimal("0.5"), blocked_phones=("0901888481",)).secret_key == "test-secret-key"
        assert (await client.place()).json["CodeResult"] == "103"
        with pytest.raises(WrongValueError, match="balnce"):
            esms.account(balnce=1)
        await esms.reset()
        assert (await client.place()).json["CodeResult"] == "100"


async def test_complaints_name_each_thing_once_and_nothing_when_all_is_well():
    async with running() as client:
        esms = client.sandbox
        esms.on(phone="*1").busy().times(2)
        await client.placed("0901888481")
        await esms.settle()
        assert esms.complaints() == ""  # a scenario that was used once was not armed in vain
        esms.play("no-answer", phone="*9")
        await client.placed(CallbackUrl="http://127.0.0.1:9/")
        complaints = esms.complaints()
    assert complaints.count("a callback is pending:") == 1
    assert "armed and never used: no-answer for phone=*9" in complaints


async def test_a_callback_can_be_sent_again():
    async with running() as client:
        sms_id = await client.placed(CallbackUrl="http://127.0.0.1:9/")
        await client.sandbox.settle()
        client.sandbox.redeliver(sms_id)
        (call,) = await client.sandbox.settle()
        assert len(call.attempts) == 7
