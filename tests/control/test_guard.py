import pytest

from tests.places import running


async def status(client, **headers):
    reply = await client.get("/_mock/clock", headers=headers)
    return reply.status, reply.json.get("error", {}).get("code")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost", "LocalHost:1", "mock-esms:8080", "[::1]:8080", "10.1.2.3"]
)
async def test_addresses_localhost_and_names_without_a_dot_are_answered(host):
    async with running() as client:
        assert await status(client, Host=host) == (200, None)


@pytest.mark.parametrize("host", ["evil.example.com", "voiceapi.esms.vn", "127.0.0.1.evil.com", "a.b:8080"])
async def test_other_names_are_not_answered_unless_allowed(host):
    async with running() as client:
        assert await status(client, Host=host) == (403, "host-not-allowed")
    async with running(allow_hosts=(host.partition(":")[0].upper(),)) as client:
        assert await status(client, Host=host) == (200, None)


async def test_pages_of_another_origin_are_not_answered():
    async with running() as client:
        for origin in (
            "http://evil.example.com",
            "null",
            client.sandbox.url.replace("http:", "https:"),
            "http://127.0.0.1:1",
        ):
            assert await status(client, Origin=origin) == (403, "origin-not-allowed"), origin
        assert await status(client, Origin=client.sandbox.url) == (200, None)


async def test_no_other_site_is_allowed_by_cors():
    async with running() as client:
        reply = await client.get("/_mock/clock")
        assert not [name for name in reply.headers if name.lower().startswith("access-control")]


async def test_with_a_token_everything_but_health_wants_it():
    async with running(control_token="open sesame") as client:
        assert await status(client) == (401, "token-required")
        assert await status(client, Authorization="Bearer wrong") == (401, "token-required")
        assert await status(client, Authorization="Basic open sesame") == (401, "token-required")
        assert await status(client, Authorization="Bearer open sesame") == (200, None)
        assert await status(client, Authorization="bearer  open sesame ") == (200, None)
        assert (await client.get("/_mock/health")).status == 200
        assert (await client.get("/_mock/nothing")).status == 401


async def test_the_esms_side_needs_no_token_and_answers_to_any_name():
    async with running(control_token="open sesame") as client:
        assert (await client.place()).status == 200
