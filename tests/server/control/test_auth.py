import pytest

from mock_esms.config.settings import Settings
from mock_esms.errors import UsageError
from mock_esms.server.app import create_app
from tests.places import MAKE_CALL, running
from tests.raw import answer_to


async def status(client, **headers):
    reply = await client.get("/_mock/clock", headers=headers)
    return reply.status, reply.json.get("error", {}).get("code")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8080",
        "127.0.0.1:",
        "localhost",
        "LocalHost:1",
        "mock-esms:8080",
        "[::1]:8080",
        "[::1]",
        "[::FFFF:127.0.0.1]:80",
        "10.1.2.3",
    ],
)
async def test_addresses_localhost_and_names_without_a_dot_are_answered(host):
    async with running() as client:
        assert await status(client, Host=host) == (200, None)


@pytest.mark.parametrize(
    "host", ["evil.example.com", "voiceapi.esms.vn", "127.0.0.1.evil.com", "a.b:8080", "EVIL.example", "evil.example."]
)
async def test_other_names_are_not_answered_unless_allowed(host):
    async with running() as client:
        assert await status(client, Host=host) == (403, "host-not-allowed")
    async with running(allow_hosts=(host.partition(":")[0].upper(),)) as client:
        assert await status(client, Host=host) == (200, None)


@pytest.mark.parametrize(
    "host",
    [
        "",
        ":8080",
        "[evil]",
        "[localhost]",
        "[::1",
        "::1",
        "localhost:8080:8080",
        "evil.example@localhost",
        "localhost/evil.example",
        "com.",
        "localhost.",
        "127.0.0.1.",
        "127.0.0.1, evil.example",
    ],
)
async def test_what_is_no_plain_name_or_address_is_not_answered(host):
    async with running() as client:
        assert await status(client, Host=host) == (403, "host-not-allowed")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"GET /_mock/clock HTTP/1.0\r\n\r\n", 403),
        (b"GET /_mock/clock HTTP/1.1\r\n\r\n", 400),
        (b"GET /_mock/clock HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET http://localhost/_mock/clock HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
    ],
    ids=["none", "none, although it is due", "two", "another than in the address"],
)
async def test_a_request_must_have_exactly_one_host(head, expected):
    async with running() as client:
        assert await answer_to(client.sandbox.url, head) == expected


async def test_pages_of_another_origin_are_not_answered():
    async with running() as client:
        port = client.sandbox.url.rpartition(":")[2]
        for origin in (
            "http://evil.example.com",
            "null",
            "",
            client.sandbox.url.replace("http:", "https:"),
            "http://127.0.0.1:1",
            "http://127.0.0.1",
            f"http://localhost:{port}",
            f"{client.sandbox.url}/",
            f"{client.sandbox.url}.evil.example",
        ):
            assert await status(client, Origin=origin) == (403, "origin-not-allowed"), origin
        assert await status(client, Origin=client.sandbox.url) == (200, None)


async def test_a_page_whose_own_name_leads_here_is_not_answered():
    """DNS rebinding: the page is http://evil.example, and so is the address that it calls, which is this machine's."""
    async with running() as client:
        host = f"evil.example:{client.sandbox.url.rpartition(':')[2]}"
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        assert await status(client, **headers) == (403, "host-not-allowed")


@pytest.mark.parametrize(
    ("fetch", "expected"),
    [
        ({"Site": "cross-site", "Mode": "no-cors", "Dest": "image"}, 403),
        ({"Site": "cross-site", "Mode": "no-cors", "Dest": "script"}, 403),
        ({"Site": "cross-site", "Mode": "navigate", "Dest": "iframe"}, 403),
        ({"Site": "same-site", "Mode": "no-cors", "Dest": "empty"}, 403),
        ({"Site": "cross-site"}, 403),
        ({"Site": "cross-site", "Mode": "navigate", "Dest": "document"}, 200),
        ({"Site": "same-origin", "Mode": "cors", "Dest": "empty"}, 200),
        ({"Site": "none", "Mode": "navigate", "Dest": "document"}, 200),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else str(value),
)
async def test_what_another_site_embeds_is_not_answered_although_it_has_no_origin(fetch, expected):
    async with running() as client:
        headers = {f"Sec-Fetch-{name}": value for name, value in fetch.items()}
        assert (await status(client, **headers))[0] == expected


async def test_no_other_site_is_allowed_by_cors():
    async with running() as client:
        asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
        for method, path, headers in (
            ("GET", "/_mock/clock", {}),
            ("OPTIONS", "/_mock/clock", asked),
            ("OPTIONS", "/_mock/clock", {**asked, "Origin": "http://evil.example"}),
            ("OPTIONS", "/_mock/clock", {**asked, "Origin": client.sandbox.url}),
            ("OPTIONS", MAKE_CALL, {**asked, "Origin": "http://evil.example"}),
            ("GET", MAKE_CALL, {"Origin": "http://evil.example"}),
        ):
            reply = await client.send(method, path, headers=headers)
            assert not [name for name in reply.headers if name.lower().startswith("access-control")], (method, path)
            if method == "OPTIONS":
                assert reply.status in {403, 405}, (path, headers)


@pytest.mark.parametrize("path", ["/_mock/clock", "/_mock/nothing", "/_mock/events", "/_mock/health"])
async def test_every_answer_says_how_browsers_must_treat_it(path):
    async with running() as client, client.session.get(client.sandbox.url + path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Server"] == "mock-esms"


async def test_a_refused_stranger_learns_nothing_but_why():
    async with running(control_token="open sesame") as client:
        await client.placed()
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {}):
            for path in ("calls", "requests", "events", "accounts", "scenarios", "openapi.json"):
                reply = await client.get(f"/_mock/{path}", headers=headers)
                assert reply.status in {401, 403}, path
                assert set(reply.json) == {"error"}, path


@pytest.mark.parametrize("token", ["", "  "])
def test_an_empty_token_is_refused_since_everybody_has_it(token):
    with pytest.raises(UsageError, match="--control-token is empty"):
        create_app(Settings(control_token=token))


async def test_a_token_is_compared_in_constant_time(monkeypatch):
    compared = []

    def compare(given, right):
        compared.append((given, right))
        return given == right

    monkeypatch.setattr("mock_esms.server.control.serving.auth.compare_digest", compare)
    async with running(control_token="open sesame") as client:
        assert (await status(client, Authorization="Bearer open"))[0] == 401
        assert (await status(client, Authorization="Bearer open sesame"))[0] == 200
    assert compared == [(b"open", b"open sesame"), (b"open sesame", b"open sesame")]


async def test_a_token_may_be_any_text():
    for token in ("m\u1edf ra", "\udcff"):
        async with running(control_token=token) as client:
            head = b"GET /_mock/clock HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            right = token.encode("utf-8", "surrogateescape")
            assert await answer_to(client.sandbox.url, head + right + b"\r\n\r\n") == 200
            assert await answer_to(client.sandbox.url, head + b"\xfe\r\n\r\n") == 401


async def test_with_a_token_everything_but_health_wants_it():
    async with running(control_token="open sesame") as client:
        assert await status(client) == (401, "token-required")
        assert await status(client, Authorization="Bearer wrong") == (401, "token-required")
        assert await status(client, Authorization="Basic open sesame") == (401, "token-required")
        assert await status(client, Authorization="Bearer open sesame") == (200, None)
        assert await status(client, Authorization="bearer  open sesame ") == (200, None)
        assert (await client.get("/_mock/health")).status == 200
        assert (await client.get("/_mock/nothing")).status == 401
        assert (await client.get("/_mock/events")).status == 401
        assert (await client.get("/_mock/calls?token=open%20sesame")).status == 401, "an address ends up in logs"


async def test_the_esms_side_needs_no_token_and_answers_to_any_name():
    async with running(control_token="open sesame") as client:
        assert (await client.place()).status == 200
