import pytest

from mock_esms.cli.record.callback_routes import MOST_ADDRESSES, CallbackRoutes
from mock_esms.cli.record.callback_url import in_body, in_query

APP = "http://shop.test:9000/voice?ReferenceId=&token=1"
ENCODED = "http%3A%2F%2Fshop.test%3A9000%2Fvoice%3FReferenceId%3D%26token%3D1"


def through(address):
    return f"http://me/x?of={len(address)}&a=1" if address.startswith("http") else None


OURS = through(APP)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("", ""),
        ("a=1&Phone=%2B84", "a=1&Phone=%2B84"),
        (f"a=1&CallbackUrl={ENCODED}&b=%7E", "a=1&CallbackUrl=http%3A%2F%2Fme%2Fx%3Fof%3D48%26a%3D1&b=%7E"),
        (f"callback%55rl={ENCODED}", "callback%55rl=http%3A%2F%2Fme%2Fx%3Fof%3D48%26a%3D1"),
        ("CallbackUrl=&b=1", "CallbackUrl=&b=1"),
        ("CallbackUrl&b=1", "CallbackUrl&b=1"),
        ("CallbackUrl=ftp%3A%2F%2Fx", "CallbackUrl=ftp%3A%2F%2Fx"),
        ("CallbackUrl=http://s/v?ReferenceId=&CallStatus=", "CallbackUrl=http://me/x?of=23&a=1&CallStatus="),
    ],
)
def test_only_the_callback_url_of_a_query_changes(query, sent):
    assert in_query(query, through) == sent


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (b"", b""),
        (b'{ "Phone":"1" , "CallbackUrl" : "%s"}', b'{ "Phone":"1" , "CallbackUrl" : "%s"}'),
        (
            b'{"Data":[{"callbackURL":"%s"},{"CallbackUrl":"%s"}]}',
            b'{"Data":[{"callbackURL":"%s"},{"CallbackUrl":"%s"}]}',
        ),
        (b"<RQST><CALLBACKURL>%s</CALLBACKURL></RQST>", b"<RQST><CALLBACKURL>%s</CALLBACKURL></RQST>"),
        (b"Phone=1&CallbackUrl=%s", b"Phone=1&CallbackUrl=%s"),
    ],
)
def test_only_the_callback_url_of_a_body_changes_whatever_kind_it_is(body, sent):
    kinds = {b"{": (APP, OURS), b"<": (APP.replace("&", "&amp;"), str(OURS).replace("&", "&amp;"))}
    form = (ENCODED, "http%3A%2F%2Fme%2Fx%3Fof%3D48%26a%3D1")
    theirs, ours = (text.encode() for text in kinds.get(body[:1], form))
    assert in_body(body.replace(b"%s", theirs), through) == sent.replace(b"%s", ours)


@pytest.mark.parametrize("body", [b'{"CallbackUrl": null}', b'{"CallbackUrl": "', b"\xff\xfe", b"CallbackUrl", b"[1]"])
def test_what_has_no_callback_url_stays(body):
    assert in_body(body, through) == body


def test_an_address_keeps_its_query_and_one_address_has_one_token():
    routes = CallbackRoutes("https://me.test/esms/")
    first, second = routes.through_us(APP), routes.through_us("http://shop.test:9000/voice")
    assert first is not None
    assert second is not None
    token = second.rpartition("/")[2]
    assert first == f"https://me.test/esms/_record/{token}?ReferenceId=&token=1"
    assert routes.address_of(token) == "http://shop.test:9000/voice"


@pytest.mark.parametrize("address", ["", "ftp://x/", "shop.test/voice", "javascript:x"])
def test_what_is_no_web_address_is_left_alone(address):
    assert CallbackRoutes("http://me").through_us(address) is None


def test_an_address_that_is_ours_already_is_left_alone():
    routes = CallbackRoutes("http://me")
    ours = routes.through_us(APP)
    assert ours is not None
    assert routes.through_us(ours) is None


def test_only_addresses_that_were_named_are_known_and_the_oldest_are_forgotten():
    routes = CallbackRoutes("http://me")
    assert routes.address_of("guessed") is None
    tokens = [
        str(routes.through_us(f"http://shop/{number}")).rpartition("/")[2] for number in range(MOST_ADDRESSES + 1)
    ]
    assert routes.address_of(tokens[0]) is None
    assert routes.address_of(tokens[1]) == "http://shop/1"
