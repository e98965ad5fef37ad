"""The manners of the server that eSMS runs on: slashes, methods, bodies, Accept (FACTS 1)."""

import io

import pytest

from mock_esms.config.settings import Quirks
from tests.places import MAKE_CALL, running

ROOT = "/MainService.svc/json"
POST = f"{ROOT}/SendMultipleMessage_V4_post_json"
QUERY = "ApiKey=test-api-key&SecretKey=test-secret-key&TemplateId=rec-1&Phone=0901888484"


async def test_a_post_without_its_slash_is_sent_to_the_address_with_it():
    async with running() as client:
        reply = await client.post(f"{POST}?a=1", {})
        assert reply.status == 307
        assert reply.headers["Location"] == f"{client.sandbox.url}{POST}/?a=1"
        assert reply.headers["Content-Type"].startswith("text/html")
        assert b"</html>" in reply.body


async def test_a_get_at_the_address_of_a_post_is_405_with_a_slash_and_404_without():
    async with running() as client:
        reply = await client.get(f"{POST}/")
        assert (reply.status, reply.headers["Allow"]) == (405, "POST")
        assert (await client.get(POST)).status == 404


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b'{"Phone":{}}', "application/json"),
        (b'{"Phone":"1"}', "text/plain"),
        (b"Phone=1", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_cannot_be_read_gets_the_page_request_error(body, content_type):
    async with running() as client:
        reply = await client.send("POST", f"{POST}/", data=body, headers={"Content-Type": content_type})
        assert (reply.status, reply.headers["Content-Type"]) == (400, "text/html")
        assert (
            b"The server encountered an error processing the request. See server logs for more details." in reply.body
        )
        entry = (await client.get("/_mock/requests")).json["requests"][0]
        assert (entry["status"], entry["operation"]) == (400, "SendMultipleMessage_V4_post_json")


async def test_a_body_beyond_the_bound_is_refused_and_the_sandbox_keeps_serving():
    async with running() as client:
        large = io.BytesIO(b"x" * ((1 << 20) + 1))
        reply = await client.send("POST", f"{POST}/", data=large, headers={"Content-Type": "application/json"})
        assert reply.status == 400
        assert (await client.place()).json["CodeResult"] == "100"


async def test_both_hosts_answer_xml_where_accept_asks_for_it():
    async with running() as client:
        reply = await client.get(f"{MAKE_CALL}?{QUERY}", headers={"Accept": "application/xml"})
        sms_id = (await client.get("/_mock/calls")).json["calls"][0]["sms_id"]
        assert reply.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert reply.body.decode() == (
            '<CallResult xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'
            f"<CodeResult>100</CodeResult><SMSID>{sms_id}</SMSID></CallResult>"
        )
        reply = await client.get(f"{ROOT}/GetBalance/test-api-key/x", headers={"Accept": "text/xml"})
        assert b"<Balance>0</Balance><CodeResponse>101</CodeResponse>" in reply.body


async def test_a_quirk_keeps_the_voice_host_from_xml():
    async with running(quirks=Quirks(voice_xml=False)) as client:
        accept = {"Accept": "application/xml"}
        assert (await client.get(f"{MAKE_CALL}?{QUERY}", headers=accept)).json["CodeResult"] == "100"
        balance = await client.get(f"{ROOT}/GetBalance/test-api-key/x", headers=accept)
        assert balance.headers["Content-Type"].startswith("application/xml")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, application/xml", "text/html"])
async def test_json_is_answered_otherwise(accept):
    async with running() as client:
        reply = await client.get(f"{MAKE_CALL}?{QUERY}", headers={"Accept": accept})
        assert reply.json["CodeResult"] == "100"


async def test_a_page_is_a_page_whatever_accept_says():
    async with running() as client:
        reply = await client.get(f"{ROOT}/Nothing", headers={"Accept": "application/xml"})
        assert (reply.status, reply.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")


async def test_host_decides_which_get_send_status_is_meant():
    async with running() as client:
        for host, parameter, members in (
            ("voiceapi.esms.vn", "RefId", {"CodeResult", "CountRegenerate", "ErrorMessage"}),
            ("rest.esms.vn", "ReferenceId", {"CodeResponse", "SMSID"}),
            ("localhost", "RefId", {"CodeResponse", "SMSID"}),
            ("localhost", "ReferenceId", {"CodeResult", "CountRegenerate", "ErrorMessage"}),
        ):
            reply = await client.get(f"{ROOT}/GetSendStatus?{parameter}=x", headers={"Host": host})
            assert set(reply.json) == members, (host, parameter)


async def test_what_a_scenario_answers_to_the_byte_stays_so_whatever_accept_says(tmp_path):
    reply = '{status: 500, body: "{not json", content_type: application/json; charset=utf-8}'
    (tmp_path / "broken.yaml").write_text(f'title: Broken\nmatch: {{phone: "*"}}\nreply: {reply}\n')
    async with running(tmp_path) as client:
        answer = await client.get(f"{MAKE_CALL}?{QUERY}", headers={"Accept": "application/xml"})
        assert (answer.status, answer.body) == (500, b"{not json")
