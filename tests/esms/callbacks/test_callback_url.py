import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_url import (
    CALLBACK_PARAMETERS,
    callback_name_problem,
    callback_url,
    callback_url_problem,
    callback_userinfo_problem,
)
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

REFERENCE = "066107ee-6ec4-4283-b595-aa74977c65c5"
FAILED = CallResult("", 0, "", "0.0000", 0, 5, "02871002454")
NO_ANSWER = CallResult("NO ANSWER", 0, "", "0.0000", 0, 5, "02871002454")
ANSWERED = CallResult("ANSWERED", 14, "1", "450.0000", 1, 5, "02871002454")
ALL_EIGHT = (
    f"ReferenceId={REFERENCE}&CallDuration=14&CallStatus=ANSWERED&Ivr=1&Price=450.0000&SentResult=1"
    "&CID=02871002454&SendStatus=5"
)
PAGE = "https://shop.example/Esms/ReceiveVocieCallback"
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def url(template, result=ANSWERED, **quirks):
    return callback_url(template, REFERENCE, result, Quirks(**quirks))


def test_the_documented_template_gives_the_documented_failed_call_to_the_byte():
    template = f"{PAGE}?ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="
    assert url(template, FAILED) == (
        f"{PAGE}?ReferenceId=066107ee-6ec4-4283-b595-aa74977c65c5&CallDuration=0&CallStatus=&Ivr=&Price=0.0000"
        "&SentResult=0&CID=02871002454&SendStatus=5"
    )


def test_an_older_page_writes_placeholders_without_an_equals_sign():
    assert url(f"{PAGE}?ReferenceId=&SentResult&CID") == f"{PAGE}?ReferenceId={REFERENCE}&SentResult=1&CID=02871002454"


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("http://h/cb?callstatus=&IVR", "http://h/cb?callstatus=ANSWERED&IVR=1"),
        ("http://h/cb?a=1&Ivr=&b=", "http://h/cb?a=1&Ivr=1&b="),
        ("http://h/cb?Ivr=9&SentResult=", "http://h/cb?Ivr=9&SentResult=1"),
        ("http://h/cb?Ivr=9", "http://h/cb?Ivr=9"),
        ("http://h/cb?Ivr=&Ivr=&Ivr=9", "http://h/cb?Ivr=1&Ivr=1&Ivr=9"),
        ("http://h/cb?%49vr=", "http://h/cb?%49vr=1"),
        ("http://h/Ivr=/cb?SentResult=", "http://h/Ivr=/cb?SentResult=1"),
        ("http://h/cb?x=?&Ivr=", "http://h/cb?x=?&Ivr=1"),
        ("http://h/cb?Ivr==", "http://h/cb?Ivr=="),
    ],
)
def test_placeholders_are_filled_in_place_by_name_in_any_case_when_they_are_empty(template, filled):
    assert url(template) == filled


@pytest.mark.parametrize(
    ("template", "beginning"),
    [
        ("http://h/cb", "http://h/cb?"),
        ("http://h", "http://h?"),
        ("http://h/cb?", "http://h/cb?"),
        ("http://h/cb?token=7", "http://h/cb?token=7&"),
        ("http://h/cb?token=7&", "http://h/cb?token=7&"),
        ("http://h/cb?MyIvr=", "http://h/cb?MyIvr=&"),
        ("http://h/cb?back=/?", "http://h/cb?back=/?&"),
        ("http://h/cb#part?Ivr=", "http://h/cb?"),
    ],
)
def test_without_any_of_the_names_all_eight_are_appended_in_their_order(template, beginning):
    assert url(template) == beginning + ALL_EIGHT


def test_a_fragment_is_dropped():
    assert url("http://h/cb?Ivr=#Price=") == "http://h/cb?Ivr=1"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("%7E%3a+~*", "%7E%3a+~*"),
        ("%zz%", "%zz%"),
        ("<>\"{}|\\^`'", "<>\"{}|\\^`'"),
        ("a b", "a%20b"),
        ("mã", "m%C3%A3"),
        ("a\r\nHost: evil\t\x00\x7f", "a%0D%0AHost:%20evil%09%00%7F"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_only_what_may_not_stand_in_a_request_line_is_encoded(written, sent):
    assert url(f"http://h/{written}?x={written}&Ivr=") == f"http://h/{sent}?x={sent}&Ivr=1"


@pytest.mark.parametrize(("quirk", "status"), [("%20", "NO%20ANSWER"), ("+", "NO+ANSWER")])
def test_a_quirk_decides_how_the_space_of_no_answer_is_sent(quirk, status):
    assert url("http://h/cb?CallStatus=", NO_ANSWER, callback_space=quirk) == f"http://h/cb?CallStatus={status}"


def test_a_quirk_leaves_placeholders_alone_and_appends_all_eight():
    assert url("http://h/cb?Ivr=", placeholders="append") == f"http://h/cb?Ivr=&{ALL_EIGHT}"


def test_a_value_cannot_write_into_the_address():
    result = CallResult("A&B=C", 0, "#", "0.0000", 0, 5, "+84 28\r\n")
    assert url("http://h/cb?CallStatus=&Ivr=&CID=", result) == (
        "http://h/cb?CallStatus=A%26B%3DC&Ivr=%23&CID=%2B84%2028%0D%0A"
    )


@given(ANY_TEXT)
@example("http://h/?\r\n")
def test_no_template_makes_callback_url_raise_and_the_address_fits_a_request_line(template):
    assert re.fullmatch("[!-~]*", url(template))


SAFE = "abcXYZ019-._~!$'()*,;:@%/?+"


@given(
    path=st.text(SAFE.replace("?", "")),
    pieces=st.lists(
        st.one_of(
            st.sampled_from(CALLBACK_PARAMETERS).flatmap(
                lambda name: st.sampled_from((name, f"{name}=", f"{name.upper()}=", f"{name}=kept"))
            ),
            st.tuples(st.text(SAFE), st.text(SAFE)).map("=".join),
        ),
        max_size=12,
    ),
)
def test_every_byte_but_the_placeholders_survives_in_its_place(path, pieces):
    sent = url(f"http://h/{path}?{'&'.join(pieces)}")
    assert sent.startswith(f"http://h/{path}?")
    after = sent.removeprefix(f"http://h/{path}?").split("&")
    if any(piece.partition("=")[0].lower() in map(str.lower, CALLBACK_PARAMETERS) for piece in pieces):
        assert len(after) == len(pieces)
    for before, now in zip(pieces, after, strict=False):
        name, _, value = before.partition("=")
        if name.lower() in map(str.lower, CALLBACK_PARAMETERS) and not value:
            assert now.startswith(f"{name}=")
        elif before:
            assert now == before


@given(
    st.builds(
        CallResult,
        call_status=st.text(),
        call_duration=st.integers(0),
        ivr=st.text(),
        price=st.text(),
        sent_result=st.sampled_from([0, 1]),
        send_status=st.sampled_from([2, 5, 7]),
        cid=st.text(),
    )
)
def test_a_receiver_reads_back_exactly_what_was_reported(result):
    query = urlsplit(url("http://h/cb", result)).query
    assert parse_qsl(query, keep_blank_values=True, strict_parsing=True) == [
        ("ReferenceId", REFERENCE),
        ("CallDuration", str(result.call_duration)),
        ("CallStatus", result.call_status),
        ("Ivr", result.ivr),
        ("Price", result.price),
        ("SentResult", str(result.sent_result)),
        ("CID", result.cid),
        ("SendStatus", str(result.send_status)),
    ]


@pytest.mark.parametrize(
    "template",
    [
        "http://h",
        "HTTPS://Shop.Example./cb?x=1",
        "http://127.0.0.1:8080/cb",
        "http://[::1]:8080/cb",
        "http://[0:0:0:0:0:0:0:1]/cb",
        "http://[::FFFF:7f00:1]/cb",
        "http://[::ffff:127.0.0.1]/cb",
        "http://[1:2:3:4:5:6:7::]/cb",
        "http://[::127.0.0.1]/cb",
        "http://[fe80::1%25eth0]:8080/cb",
        "http://[::1%25lo]/cb",
        "http://my_app:3000/cb",
        "http://user:p@ss@host/cb",
        "http://h:/cb",
        "http://h:65535",
        "http://h?Ivr=",
        "http://h#x",
        "http://h/cb\\",
        "http://h/" + "a" * 8183,
    ],
)
def test_an_address_that_can_be_called_is_usable(template):
    assert callback_url_problem(template) is None


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("", "does not begin with http:// or https://"),
        ("ftp://h/cb", "does not begin with http:// or https://"),
        ("h/cb", "does not begin with http:// or https://"),
        (" http://h/cb", "does not begin with http:// or https://"),
        ("http:/h/cb", "does not begin with http:// or https://"),
        ("http\u017f://h/cb", "does not begin with http:// or https://"),
        ("http%3A%2F%2Fh%2Fcb", "does not begin with http:// or https://"),
        ("http://", "names no host"),
        ("http:///cb", "names no host"),
        ("http://?x=1", "names no host"),
        ("http://:80/cb", "names no host"),
        ("http://user@/cb", "names no host"),
        ("http://h:0/cb", "port '0' is none"),
        ("http://h:65536/cb", "port '65536' is none"),
        ("http://h:80a/cb", "port '80a' is none"),
        ("http://h:-1/cb", "port '-1' is none"),
        ("http://h:٨٠/cb", "port '٨٠' is none"),
        ("http://h:80:80/cb", "cannot be read"),
        ("http://::1/cb", "cannot be read"),
        ("http://[::1/cb", "cannot be read"),
        ("http://[::1]80/cb", "cannot be read"),
        ("http://u[@h/cb", "cannot be read"),
        ("http://h\\@x/cb", "cannot be read"),
        ("http://[h]/cb", "no IPv6 address"),
        ("http://[]/cb", "no IPv6 address"),
        ("http://[1.2.3.4]/cb", "no IPv6 address"),
        ("http://[::g]/cb", "no IPv6 address"),
        ("http://[12345::1]/cb", "no IPv6 address"),
        ("http://[::1::]/cb", "no IPv6 address"),
        ("http://[1:2:3:4:5:6:7:8:9]/cb", "no IPv6 address"),
        ("http://[::ffff:0127.0.0.1]/cb", "no IPv6 address"),
        ("http://[::1 ]/cb", "no IPv6 address"),
        ("http://[::1%lo]/cb", "write [fe80::1%25eth0]"),
        ("http://[::1%25]/cb", "write [fe80::1%25eth0]"),
        ("http://[::1%25a%2Fb]/cb", "write [fe80::1%25eth0]"),
        ("http://[v1.x]/cb", "a version that nobody can call"),
        ("http://[vF.a:b]/cb", "a version that nobody can call"),
        ("http%3A%2F%2Fh%2Fcb", "percent-encoded twice"),
        ("HTTPS%253A%252F%252Fh", "percent-encoded twice"),
        ("http://my host/cb", "no host name"),
        ("http://my\r\nhost/cb", "no host name"),
        ("http://a..b/cb", "no host name"),
        ("http://.../cb", "no host name"),
        ("http://-/cb", "no host name"),
        ("http://-a.vn/cb", "no host name"),
        ("http://a.-b.vn/cb", "no host name"),
        ("http://_/cb", "no host name"),
        ("http://x@h\\evil/cb", "no host name"),
        ("http://%6c/cb", "no host name"),
        (f"http://{'a' * 64}.vn/cb", "no host name"),
        (f"http://{'a.' * 127}a/cb", "no host name"),
        ("http://ví-dụ.vn/cb", "xn-- form"),
        ("http://h/" + "a" * 8184, "longer than 8192 bytes"),
        ("http://h/" + "ễ" * 1000, "longer than 8192 bytes"),
    ],
)
def test_an_address_that_cannot_be_called_says_why(template, sentence):
    why = callback_url_problem(template)
    assert why is not None
    assert sentence in why


@given(st.text("htps:/[]@?#.%\\ aễ1-_&=\n", max_size=30).map(lambda rest: f"http://{rest}"))
@example("http://a[@b/")
def test_an_http_library_can_read_the_host_of_whatever_is_usable(template):
    if callback_url_problem(template) is None:
        address = URL(url(template), encoded=True)
        assert address.raw_host
        assert address.port in range(1, 65536)


def test_a_password_is_not_told_when_a_host_cannot_be_read():
    assert "hush" not in (callback_url_problem("http://me:hush@[::1/cb") or "hush")


@pytest.mark.parametrize("userinfo", ["a%3Ab", "a%3ab:c", "%3A:c"])
def test_a_user_name_with_a_colon_is_told(userinfo):
    assert "has a colon in it" in (callback_name_problem(f"http://{userinfo}@h/cb") or "")


@pytest.mark.parametrize(
    "userinfo", ["", "a@", "a:b@", "a:b:c@", "a:b%3Ac@", "người:mật@", "ng%C6%B0%E1%BB%9Di:%25@", ":x@"]
)
def test_any_other_name_and_password_can_be_sent(userinfo):
    assert callback_url_problem(f"http://{userinfo}h/cb") is None
    assert callback_name_problem(f"http://{userinfo}h/cb") is None
    assert callback_userinfo_problem(f"http://{userinfo}h/cb") is None


@pytest.mark.parametrize("userinfo", ["%FF@", "a:%FF@", "%C4:b@"])
def test_a_name_or_password_that_is_no_utf_8_is_told(userinfo):
    assert "no UTF-8" in (callback_userinfo_problem(f"http://{userinfo}h/cb") or "")


@pytest.mark.parametrize("host", ["my_app", "app-1_x-", "_app.local", "3com.vn", "xn--cb-1ia.vn."])
def test_names_of_containers_are_names(host):
    assert callback_url_problem(f"http://{host}/cb") is None


def edited(template, **edits):
    return callback_url(template, REFERENCE, ANSWERED, Quirks(), CallbackEdits(**edits))


@pytest.mark.parametrize(
    ("template", "edits", "sent"),
    [
        ("http://h/cb?Ivr=&CID=", {"set": (("Ivr", "9"),)}, "http://h/cb?Ivr=9&CID=02871002454"),
        ("http://h/cb?ivr", {"set": (("Ivr", "ă & b"),)}, "http://h/cb?ivr=%C4%83%20%26%20b"),
        ("http://h/cb?Ivr=&Ivr=", {"set": (("Ivr", ""),)}, "http://h/cb?Ivr=&Ivr="),
        ("http://h/cb?Ivr=7", {"set": (("Ivr", "9"),)}, "http://h/cb?Ivr=7"),
        ("http://h/cb?CID=", {"set": (("Ivr", "9"),)}, "http://h/cb?CID=02871002454"),
        ("http://h/cb?a=1&Ivr=&CID=", {"omit": ("Ivr",)}, "http://h/cb?a=1&CID=02871002454"),
        ("http://h/cb?Ivr&CID=", {"omit": ("Ivr",)}, "http://h/cb?CID=02871002454"),
        ("http://h/cb?a=1&IVR=", {"omit": ("Ivr",)}, "http://h/cb?a=1"),
        ("http://h/cb?Ivr=&Ivr=", {"omit": ("Ivr",)}, "http://h/cb"),
        ("http://h/cb?Ivr=&", {"omit": ("Ivr",)}, "http://h/cb"),
        ("http://h/cb?Ivr=7", {"omit": ("Ivr",)}, "http://h/cb?Ivr=7"),
        ("http://h/cb", {"omit": CALLBACK_PARAMETERS}, "http://h/cb"),
        ("http://h/cb?CID=", {"add": (("x", "1"), ("x", "2"))}, "http://h/cb?CID=02871002454&x=1&x=2"),
        ("http://h/cb?Ivr=", {"omit": ("Ivr",), "add": (("x", ""),)}, "http://h/cb?x="),
        ("http://h/cb", {"omit": CALLBACK_PARAMETERS, "add": (("a b=", "&#\n"),)}, "http://h/cb?a%20b%3D=%26%23%0A"),
        ("http://h/cb?Ivr=", {"add": (("Ivr", "8"),)}, "http://h/cb?Ivr=1&Ivr=8"),
    ],
)
def test_a_scenario_replaces_leaves_out_and_adds(template, edits, sent):
    assert edited(template, **edits) == sent


def test_what_is_appended_is_replaced_and_left_out_in_its_place():
    sent = edited("http://h/cb?t=1", set=(("CallStatus", "BUSY"),), omit=("Ivr", "Price"), add=(("Sign", "x"),))
    assert sent == (
        f"http://h/cb?t=1&ReferenceId={REFERENCE}&CallDuration=14&CallStatus=BUSY&SentResult=1&CID=02871002454"
        "&SendStatus=5&Sign=x"
    )


def test_a_scenario_changes_what_the_append_quirk_appends_and_leaves_the_template_alone():
    edits = CallbackEdits(set=(("Price", "a b"),), omit=CALLBACK_PARAMETERS[:4], add=(("x", "c d"),))
    quirks = Quirks(placeholders="append", callback_space="+")
    assert callback_url("http://h/cb?Ivr=", REFERENCE, ANSWERED, quirks, edits) == (
        "http://h/cb?Ivr=&Price=a+b&SentResult=1&CID=02871002454&SendStatus=5&x=c+d"
    )


pairs = st.lists(st.tuples(st.sampled_from(CALLBACK_PARAMETERS), ANY_TEXT), max_size=3, unique_by=lambda pair: pair[0])


@given(
    template=ANY_TEXT.map(lambda rest: f"http://h/{rest}"),
    changed=pairs,
    omitted=st.lists(st.sampled_from(CALLBACK_PARAMETERS), max_size=4),
    added=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3),
)
def test_no_edit_makes_callback_url_raise_and_the_address_fits_a_request_line(template, changed, omitted, added):
    assert re.fullmatch("[!-~]*", edited(template, set=tuple(changed), omit=tuple(omitted), add=tuple(added)))


@given(changed=pairs, added=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=3))
def test_a_receiver_reads_back_exactly_what_the_scenario_says(changed, added):
    query = urlsplit(edited("http://h/cb", set=tuple(changed), add=tuple(added))).query
    seen = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    assert seen[8:] == [(readable(name), readable(value)) for name, value in added]
    assert {name: seen[CALLBACK_PARAMETERS.index(name)][1] for name, _ in changed} == {
        name: readable(value) for name, value in changed
    }


def readable(text):
    """A text as it can be sent: what UTF-8 cannot say becomes a question mark."""
    return text.encode(errors="replace").decode()
