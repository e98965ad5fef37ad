"""Applications for packages and templates (FACTS-MESSAGES 4, R19 to R21, and 7.9; CONTRACT 11 and 12)."""

import json
from typing import Any

import pytest

from mock_esms.config.account import Account, Brandname, SmsTemplate, ZaloAccount, ZnsParameter, ZnsTemplate
from mock_esms.config.settings import Quirks
from tests.journal.store.killed import killed
from tests.places import running
from tests.receiver import FAILS, OK, Receiver
from tests.sms import CARE, CARE_PATH, ROOT

OA = "745830328927467685"
KEYS: dict[str, Any] = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key"}
PACKAGE = {**KEYS, "Dateactive": "2026-02-01", "Duaration": "6", "OAID": OA, "Package": 2}
ZNS = {**KEYS, "Content": "Mã: {{otp}}", "ImageUrl": "https://example.com/a.png", "OAID": OA, "SmsType": "25"}
SMS = {**KEYS, "Content": "{Code:8} la ma cua SHOP", "Brandname": "SHOP", "ServiceType": "2", "SmsType": "2"}
PACKAGE_PATH = f"{ROOT}/RegisOAPackageJson/"
ZNS_PATH = f"{ROOT}/RegisZNSTemplateJson/"
SMS_PATH = f"{ROOT}/SubServicePreviewJson/"
EVERY = pytest.mark.parametrize(("path", "body"), [(PACKAGE_PATH, PACKAGE), (ZNS_PATH, ZNS), (SMS_PATH, SMS)])


def account(**changes: Any) -> Account:
    """An account with a brand, a template of it, and an OA with a template."""
    fields: dict[str, Any] = {
        "brandnames": (Brandname(name="SHOP"),),
        "sms_templates": (SmsTemplate(id=1, brandname="SHOP", text="Xin chao {P1,20}"),),
        "zalo": (ZaloAccount(oa_id=OA, templates=(ZnsTemplate(id="205644", params=(ZnsParameter(name="otp"),)),)),),
    }
    return Account(api_key="test-api-key", secret_key="test-secret-key", **{**fields, **changes})


async def apply(client, path=SMS_PATH, **changes):
    """Apply for something that is accepted; gives its ServicePreviewId."""
    bodies = {SMS_PATH: SMS, ZNS_PATH: ZNS, PACKAGE_PATH: PACKAGE}
    reply = await client.post(path, {**bodies[path], **changes})
    assert reply.json["CodeResult"] == "100", reply.body
    return reply.json["ServicePreviewId"]


async def shown(client, preview_id):
    reply = await client.get(f"/_mock/applications/{preview_id}")
    assert reply.status == 200, reply.body
    return reply.json


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        (PACKAGE_PATH, PACKAGE, "ViHAT is censoring trademark ownership"),
        (ZNS_PATH, ZNS, "ViHAT is censoring trademark ownership"),
        (SMS_PATH, SMS, "ViHAT is moderating your template"),
    ],
)
async def test_what_is_accepted_is_answered_to_the_byte(path, body, text):
    async with running() as client:
        reply = await client.post(path, body)
        number = reply.json["ServicePreviewId"]
        assert 50_000 <= number < 100_000
        told = f'{{"CodeResult":"100","ErrorMessage":"{text}","ServicePreviewId":{number}}}'
        assert reply.body == told.encode()


@EVERY
async def test_wrong_keys_are_answered_to_the_byte(path, body):
    async with running() as client:
        reply = await client.post(path, {**body, "SecretKey": "wrong"})
        assert reply.body == b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'
        assert (await client.post(path.removesuffix("/"), body)).status == 307
        assert (await client.get(path)).status == 405


async def test_an_application_is_approved_after_an_hour_and_the_template_exists_then():
    async with running(accounts=(account(),)) as client:
        text = {**CARE, "Brandname": "SHOP", "Content": "4711 la ma cua SHOP"}
        preview_id = await apply(client)
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"
        await client.advance(by="59m")
        application = await shown(client, preview_id)
        assert (application["decision"], application["due"]) == (None, "2026-01-05T10:00:00.000+07:00")
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"
        await client.advance(by="1m")
        application = await shown(client, preview_id)
        assert (application["decision"], application["decided_at"]) == ("approved", "2026-01-05T10:00:00.000+07:00")
        assert application["settled"] is True
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "100"
        assert (await client.post(CARE_PATH, {**text, "Content": "Xin chao Lan"})).json["CodeResult"] == "100"
        found = client.sandbox.components.ledger.get("test-api-key")
        assert found is not None
        assert [template.id for template in found.sms_templates or ()] == [1, preview_id]


async def test_an_approved_zns_template_can_be_sent_by_its_service_preview_id():
    async with running(accounts=(account(),)) as client:
        preview_id = await apply(client, ZNS_PATH)
        message = {**KEYS, "Phone": "0901888484", "OAID": OA, "TempID": str(preview_id), "TempData": {"otp": "4711"}}
        assert (await client.post(f"{ROOT}/SendZaloMessage_V6/", message)).json["CodeResult"] == "789"
        await client.post(f"/_mock/applications/{preview_id}/decide", {"decision": "approved"})
        assert (await client.post(f"{ROOT}/SendZaloMessage_V6/", message)).json["CodeResult"] == "100"
        await client.advance(by="10s")
        (item,) = (await client.get("/_mock/inbox/0901888484")).json["items"]
        assert item["text"] == "Mã: 4711"


async def test_a_scenario_decides_otherwise_and_later(tmp_path):
    (tmp_path / "no.yaml").write_text(
        "title: No\nmatch: {operation: SubServicePreviewJson}\ndecision: {refused: {after: 2h}}\n"
    )
    async with running(tmp_path, accounts=(account(),)) as client:
        preview_id = await apply(client)
        await client.advance(by="1h")
        assert (await shown(client, preview_id))["decision"] is None
        await client.advance(by="1h")
        application = await shown(client, preview_id)
        assert (application["decision"], application["scenario"]) == ("refused", "no")
        text = {**CARE, "Brandname": "SHOP", "Content": "4711 la ma cua SHOP"}
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"


async def test_it_is_decided_by_hand_once():
    async with running(accounts=(account(),)) as client:
        preview_id = await apply(client)
        address = f"/_mock/applications/{preview_id}/decide"
        assert (await client.post(address, {"decision": "refused"})).json["decision"] == "refused"
        again = await client.post(address, {"decision": "approved"})
        assert again.status == 409
        assert again.json["error"]["message"] == f"the application {preview_id} is decided already: refused"
        assert (await client.post(address, {"decision": "maybe"})).status == 422
        assert (await client.post("/_mock/applications/1/decide", {"decision": "refused"})).status == 404
        await client.advance()
        assert (await shown(client, preview_id))["decision"] == "refused"


async def test_the_callback_url_is_told_at_once_and_when_it_is_decided():
    async with Receiver.run(OK, FAILS, OK) as receiver, running(accounts=(account(),)) as client:
        approved = await apply(client, CallbackUrl=f"{receiver.url}/done?a=1")
        await client.advance(by="0s")
        assert receiver.targets == [f"/done?a=1&ServicePreviewId={approved}&Status=1"]
        await client.advance()
        assert receiver.targets[1:] == [f"/done?a=1&ServicePreviewId={approved}&Status=2"] * 2
        application = await shown(client, approved)
        assert [callback["state"] for callback in application["callbacks"]] == ["delivered", "delivered"]
        refused = await apply(client, ZNS_PATH, CallbackUrl=receiver.url)
        await client.post(f"/_mock/applications/{refused}/decide", {"decision": "refused"})
        await client.advance()
        assert receiver.targets[-1] == f"/?ServicePreviewId={refused}&Status=0"
        assert (await client.post(f"/_mock/applications/{refused}/redeliver")).status == 200
        await receiver.arrived(6)
        assert receiver.targets[-1] == f"/?ServicePreviewId={refused}&Status=0"


async def test_a_quirk_keeps_the_callback_url_from_being_told():
    quirks = Quirks(approval_callback="off")
    async with Receiver.run(OK) as receiver, running(accounts=(account(),), quirks=quirks) as client:
        preview_id = await apply(client, CallbackUrl=receiver.url)
        await client.advance()
        assert (await shown(client, preview_id))["callbacks"] == []
        assert receiver.requests == []


async def test_the_same_application_is_refused_while_it_is_in_progress_and_no_longer():
    async with running(accounts=(account(),)) as client:
        first = await apply(client)
        reply = await client.post(SMS_PATH, SMS)
        assert reply.body == (b'{"CodeResult":"199","ErrorMessage":"The same request is in progress already."}')
        (warning,) = (await client.get("/_mock/requests")).json["requests"][-1]["warnings"]
        assert f"POST /_mock/applications/{first}/decide decides it now" in warning["message"]
        second = await apply(client, Content="{Code:8} la ma khac")
        await client.advance()
        third = await apply(client)
        assert len({first, second, third}) == 3


@pytest.mark.parametrize(
    ("path", "changes", "code", "words"),
    [
        (PACKAGE_PATH, {"OAID": ""}, "791", "OAID must be given"),
        (PACKAGE_PATH, {"OAID": "1"}, "799", "The account has no OA '1'"),
        (PACKAGE_PATH, {"Package": 4}, "110", "Package '4' does not exist; write one of 1, 2, 3"),
        (PACKAGE_PATH, {"Dateactive": "2026-02-30"}, "110", "Dateactive '2026-02-30' is no day"),
        (PACKAGE_PATH, {"Dateactive": "01/02/2026"}, "110", "Dateactive '01/02/2026' is no day"),
        (PACKAGE_PATH, {"Duaration": "0"}, "110", "Duaration '0' is no number of months"),
        (PACKAGE_PATH, {"Duaration": None, "Package": None}, "110", "Package and Duaration must be given"),
        (ZNS_PATH, {"SmsType": "2"}, "118", "SmsType '2' cannot be applied for here; write 24 or 25"),
        (ZNS_PATH, {"SmsType": None}, "300", "SmsType is missing"),
        (ZNS_PATH, {"OAID": "1"}, "799", "The account has no OA '1'"),
        (ZNS_PATH, {"ImageUrl": None}, "110", "ImageUrl must be given"),
        (SMS_PATH, {"SmsType": "1"}, "118", "write 2 or 8"),
        (SMS_PATH, {"ServiceType": "3"}, "301", "ServiceType '3' is not supported; write 2"),
        (SMS_PATH, {"Content": ""}, "110", "Content must be given"),
        (SMS_PATH, {"Brandname": "OTHER"}, "104", "The account has no Brandname 'OTHER'"),
    ],
)
async def test_a_wrong_application_is_refused_with_a_code_and_a_warning(path, changes, code, words):
    bodies = {SMS_PATH: SMS, ZNS_PATH: ZNS, PACKAGE_PATH: PACKAGE}
    async with running(accounts=(account(),)) as client:
        reply = await client.post(path, {**bodies[path], **changes})
        assert reply.json["CodeResult"] == code
        assert set(reply.json) == {"CodeResult", "ErrorMessage"}
        warnings = (await client.get("/_mock/requests")).json["requests"][-1]["warnings"]
        assert words in json.dumps([warning["message"] for warning in warnings], ensure_ascii=False)
        assert (await client.get("/_mock/applications")).json["total"] == 0


async def test_names_of_the_tables_count_as_those_of_the_samples():
    async with running(accounts=(account(),)) as client:
        body = {name: value for name, value in ZNS.items() if name != "ImageUrl"}
        assert (await client.post(ZNS_PATH, {**body, "ImageURL": "https://example.com/a.png"})).json[
            "CodeResult"
        ] == "100"
        body = {name: value for name, value in SMS.items() if name != "Brandname"}
        assert (await client.post(SMS_PATH, {**body, "BrandName": "SHOP"})).json["CodeResult"] == "100"


async def test_applications_are_listed_with_filters():
    async with running(accounts=(account(),)) as client:
        first, second = await apply(client), await apply(client, PACKAGE_PATH)
        listed = (await client.get("/_mock/applications")).json
        assert [each["service_preview_id"] for each in listed["applications"]] == [first, second]
        assert listed["applications"][0]["request"]["SecretKey"] == "***"
        of_oa = (await client.get(f"/_mock/applications?oa_id={OA}")).json["applications"]
        assert [(each["service_preview_id"], each["kind"]) for each in of_oa] == [(second, "oa-package")]
        await client.post(f"/_mock/applications/{first}/decide", {"decision": "approved"})
        assert (await client.get("/_mock/applications?state=moderating")).json["total"] == 1
        assert (await client.get("/_mock/calls")).json["total"] == 0
        assert (await client.get("/_mock/messages")).json["total"] == 0


async def test_a_kill_and_a_restart_keep_applications_and_what_was_approved(tmp_path):
    path = tmp_path / "x.db"
    text = {**CARE, "Brandname": "SHOP", "Content": "4711 la ma cua SHOP"}
    async with Receiver.run(OK) as receiver:
        async with running(accounts=(account(),), store=path) as client:
            approved = await apply(client, CallbackUrl=receiver.url)
            await client.advance()
            waiting = await apply(client, ZNS_PATH, CallbackUrl=receiver.url)
            await client.advance(by="10m")
            before = (await client.get("/_mock/applications")).json
            copy = killed(path)
        async with running(accounts=(account(),), store=copy) as client:
            assert (await client.get("/_mock/applications")).json == before
            assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "100"
            assert (await client.post(ZNS_PATH, ZNS)).json["CodeResult"] == "199"
            await client.advance()
            assert (await shown(client, waiting))["decision"] == "approved"
            assert f"/?ServicePreviewId={waiting}&Status=2" in receiver.targets
            assert await apply(client) not in {approved, waiting}


async def test_an_application_that_is_answered_100_is_on_disk_by_then(tmp_path):
    path = tmp_path / "x.db"
    async with running(store=path, accounts=(account(),)) as client:
        applied = [await apply(client, what) for what in (SMS_PATH, ZNS_PATH, PACKAGE_PATH)]
        copy = killed(path)
    async with running(store=copy, accounts=(account(),)) as client:
        assert [(await shown(client, preview_id))["service_preview_id"] for preview_id in applied] == applied


async def test_what_was_approved_outlives_a_restart_when_the_journal_has_dropped_its_application(tmp_path):
    path = tmp_path / "x.db"
    text = {**CARE, "Brandname": "SHOP", "Content": "4711 la ma cua SHOP"}
    settings: dict[str, Any] = {"accounts": (account(),), "store": path, "journal_limit": 1}
    async with running(**settings) as client:
        await apply(client)
        await client.advance()
        await client.placed()
        await client.advance()
        assert (await client.get("/_mock/applications")).json["total"] == 0
    async with running(**settings) as client:
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "100"
        await client.post("/_mock/reset", {"api_key": "test-api-key"})
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"
    async with running(**settings) as client:
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"


async def test_a_reset_forgets_applications_and_what_was_approved():
    text = {**CARE, "Brandname": "SHOP", "Content": "4711 la ma cua SHOP"}
    async with running(accounts=(account(),)) as client:
        first = await apply(client)
        await client.advance()
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "100"
        await client.post("/_mock/reset", {"api_key": "test-api-key"})
        assert (await client.get("/_mock/applications")).json["total"] == 0
        assert (await client.post(CARE_PATH, text)).json["CodeResult"] == "146"
        assert await apply(client) == first, "the draws begin anew"
        await client.advance()


async def test_where_nothing_is_listed_everything_exists_already_and_goes_on_to():
    async with running() as client:
        for path in (PACKAGE_PATH, ZNS_PATH, SMS_PATH):
            await apply(client, path)
        await client.advance()
        found = client.sandbox.components.ledger.get("test-api-key")
        assert found is not None
        assert (found.sms_templates, found.zalo) == (None, None)


async def test_a_scenario_can_answer_in_its_place(tmp_path):
    (tmp_path / "busy.yaml").write_text('title: Busy\nmatch: {operation: "Regis*"}\nreply: {code: 99}\n')
    (tmp_path / "cut.yaml").write_text('title: Cut\nmatch: {operation: "SubS*"}\nreply: {delay: 5s}\n')
    async with running(tmp_path, accounts=(account(),), clock="auto") as client:
        assert (await client.post(ZNS_PATH, ZNS)).json["CodeResult"] == "99"
        assert (await client.get("/_mock/applications")).json["total"] == 0
        assert (await client.post(SMS_PATH, SMS)).json["CodeResult"] == "100"


async def test_events_and_timelines_tell_of_applications():
    async with Receiver.run(OK) as receiver, running(accounts=(account(),)) as client:
        preview_id = await apply(client, CallbackUrl=receiver.url)
        assert f"application 1 (SubServicePreviewJson, {preview_id})" in client.sandbox.timelines()
        assert "is decided at 10:00:00.000: approved" in client.sandbox.timelines()
        await client.advance()
        assert "10:00:00.000 approved" in client.sandbox.timelines()
        events = client.sandbox.components.journal.events.since(0)
        told = [event.kind for event in events if event.entry is not None]
        assert told == ["application", "attempt", "attempt", "decided", "attempt", "attempt", "settled"]
