from base64 import b64encode

import pytest

from mock_esms.delivery.receiver_check.masking import Mask

BASIC = b64encode(b"me:open-sesame").decode()


@pytest.mark.parametrize(
    ("header", "text", "shown"),
    [
        ("Authorization: Bearer abcd-efgh", "got Bearer abcd-efgh!", "got ***!"),
        ("Authorization: Bearer abcd-efgh", "token abcd-efgh is bad", "token *** is bad"),
        (f"Authorization: Basic {BASIC}", f"{BASIC} is me:open-sesame", "*** is ***"),
        (f"Authorization: Basic {BASIC}", "password open-sesame", "password ***"),
        ("Cookie: session=abcd-efgh; theme=dark", "session abcd-efgh", "session ***"),
        ("X-Token: a/b c&d", "?t=a%2Fb%20c%26d", "?t=***"),
        ("Authorization: Bearer abcd-efgh", "cut off: abcd-e", "cut off: ***"),
        ("Authorization: Basic ####", "####", "***"),
        ("Host: shop.test", "no shop.test here", "no shop.test here"),
        ("X-Retry: 1", "status 1", "status 1"),
    ],
)
def test_what_a_header_says_is_masked_whole_in_parts_decoded_and_cut_off(header, text, shown):
    assert Mask("http://a/", [header]).over(text) == shown


def test_of_two_secrets_one_of_which_is_a_part_of_the_other_nothing_is_left():
    mask = Mask("http://a/", ["X-A: secret", "X-B: secret-and-more"])
    assert mask.over("secret-and-more, secret") == "***, ***"


@pytest.mark.parametrize("password", ["pw", "long-password", "p%40ss"])
def test_the_password_of_an_address_is_masked_however_short_it_is(password):
    mask = Mask(f"http://me:{password}@a/cb", [])
    assert mask.over_address(f"http://me:{password}@a/cb?x=1") == "http://me:***@a/cb?x=1"


def test_an_address_without_a_password_is_shown_as_it_is():
    assert Mask("http://a:80/", []).over_address("http://a:80/@b") == "http://a:80/@b"
