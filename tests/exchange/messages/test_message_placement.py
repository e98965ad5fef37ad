"""A message is accepted: which scenario decides what of it, and what is drawn."""

from tests.makers import ADVERT_LEG, LEGS, make_draft
from tests.places import running


def story(folder, name, text):
    (folder / f"{name}.yaml").write_text(f"title: {name}\n{text}\n")
    return folder


async def placed(client, *phones, legs=(LEGS["sms"],)):
    return await client.message(client.accept(make_draft(*phones, legs=legs)).sms_id)


def outcomes(message):
    return [receiver["outcome"] for receiver in message["legs"][0]["receivers"]]


async def test_an_id_is_32_hexadecimal_digits_and_three_more_and_an_advertisement_has_no_more():
    async with running() as client:
        sms, advert = await placed(client), await placed(client, legs=(ADVERT_LEG,))
        assert (len(sms["sms_id"]), len(advert["sms_id"])) == (35, 32)
        int(advert["sms_id"], 16)
        assert sms["sms_id"][32:].isdecimal()


async def test_two_sandboxes_with_the_same_requests_give_the_same_ids_in_whatever_order_phones_come():
    phones = ["0901888484", "0961888485", "0901888484"]
    seen = []
    for order in (phones, [phones[1], phones[0], phones[2]]):
        async with running() as client:
            seen.append(sorted([(await placed(client, phone))["sms_id"] for phone in order]))
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 3


async def test_a_call_and_a_message_to_one_phone_count_together():
    async with running() as client:
        await client.placed("0901888484")
        await placed(client, "0901888484", "0901888485", "0901888485")
        ledger = client.sandbox.components.ledger
        assert ledger.counted("test-api-key", "0901888484") == 2
        assert ledger.counted("test-api-key", "0901888485") == 1, "named twice in one request"


async def test_the_first_phone_decides_the_scenario_and_each_phone_its_own_outcome(tmp_path):
    story(tmp_path, "first", 'match: {phone: "*84"}\nmessage: {failed: }')
    async with running(tmp_path) as client:
        message = await placed(client, "0901888484", "0901888485")
        await client.advance()
        message = await client.message(message["sms_id"])
        assert (message["scenario"], outcomes(message)) == ("first", ["failed", "delivered"])


async def test_an_armed_scenario_is_used_up_once_and_plays_for_every_receiver_that_it_was_armed_for(tmp_path):
    story(tmp_path, "fails", "message: {failed: }")
    async with running(tmp_path) as client:
        await client.post("/_mock/scenarios/fails/arm", {"match": {"phone": "*8[45]"}})
        first = await placed(client, "0901888484", "0901888485", "0901888486")
        second = await placed(client, "0901888484")
        await client.advance()
        first, second = await client.message(first["sms_id"]), await client.message(second["sms_id"])
        assert (first["chosen"]["by"], outcomes(first)) == ("armed", ["failed", "failed", "delivered"])
        assert (second["chosen"]["by"], outcomes(second)) == ("default", ["delivered"])


async def test_a_callback_that_will_be_blocked_is_warned_of_once():
    async with running() as client:
        draft = make_draft(legs=(LEGS["zalo"], LEGS["sms"]), url="http://203.0.113.9/")
        message = await client.message(client.accept(draft).sms_id)
        assert [warning["code"] for warning in message["warnings"]] == ["callback-will-be-blocked"]
        await client.advance()
        message = await client.message(message["sms_id"])
        assert (message["callbacks"][0]["state"], message["settled"]) == ("blocked", True)
