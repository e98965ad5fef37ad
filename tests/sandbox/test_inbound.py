"""Writing to a shortcode from tests (CONTRACT 14)."""

import pytest

from mock_esms import AsyncSandbox, Sandbox, Settings
from mock_esms.cli.export import _json_lines
from mock_esms.errors import UnknownError, WrongValueError
from tests.receiver import FAILS, Receiver
from tests.server.control.test_inbound import account, says


async def test_a_test_writes_as_a_person_and_gets_what_the_application_answers():
    async with Receiver.run(says("Cam on")) as receiver:
        settings = Settings(clock="auto", accounts=(account(receiver.url),))
        async with AsyncSandbox(settings) as esms:
            written = await esms.inbound("0901888484", "8041", "DK ABC")
            assert written.reply == "Cam on"
            assert written.request["content"] == "DK ABC"
            assert [attempt.status for attempt in written.attempts] == [200]
            (item,) = esms.inbox("0901888484")
            assert (item.sender, item.text, item.sms_id) == ("8041", "Cam on", written.sms_id)
            with pytest.raises(UnknownError, match="no account has the shortcode 9"):
                await esms.inbound("0901888484", "9", "DK")
            with pytest.raises(WrongValueError, match="no Vietnamese phone number"):
                await esms.inbound("12", "8041", "DK")


async def test_what_was_written_is_told_in_a_timeline_and_in_exports():
    async with Receiver.run(FAILS, says("Cam on")) as receiver:
        settings = Settings(clock="manual", accounts=(account(receiver.url),))
        async with AsyncSandbox(settings) as esms:
            written = await esms.inbound("0901888484", "8041", "DK ABC")
            assert written.reply is None
            assert written.problem == "the answer's status is 500"
            told = esms.timelines(phone="0901888484")
            assert told.startswith(f"inbound message 1 from 0901888484 (inbound, {written.sms_id})\n")
            assert "wrote to 8041: 'DK ABC'" in told
            assert "no reply: the answer's status is 500" in told
            assert "a callback is pending" in esms.complaints()
            await esms.advance()
            assert "the reply: 'Cam on'" in esms.timelines()
            (line,) = _json_lines(lambda: iter(esms.components.journal))
            assert '"reply": "Cam on"' in line


def test_the_blocking_sandbox_writes_too():
    with Sandbox(Settings(clock="auto", accounts=(account("http://127.0.0.1:9"),))) as esms:
        written = esms.inbound("0901888484", "8041", "DK ABC")
        assert written.reply is None
        assert written.attempts[0].error == "connection-refused"
        with pytest.raises(UnknownError):
            esms.inbound("0901888484", "8041", "DK ABC", api_key="nobody")
