"""Each placeholder that nothing will ever fill is told, with the form that is filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.requests.callback_placeholders import unfilled_placeholders

ALL_EIGHT = "&".join(f"{name}=" for name in CALLBACK_PARAMETERS)


def about(rest, host="voice"):
    return unfilled_placeholders(f"http://h/{rest}", host)


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "cb",
        f"cb?{ALL_EIGHT}",
        "cb?ReferenceId&callstatus=&PRICE=&x=1",
        "cb?CallStatus=ready&token=a%26b%3Dc",
        "cb?%43allStatus=",
        "cb?next=http%3A%2F%2Fa%2F%3Fprice%3D%26Ivr%3D",
        "price=450/cb",
        "Price/Ivr?q=price&sid=&status=&tag={name}#top",
        "cb?price=1;2",
    ],
)
def test_an_address_whose_placeholders_are_filled_is_not_warned_of(rest):
    assert about(rest) == ()


@pytest.mark.parametrize(
    ("rest", "name", "sentence"),
    [
        ("cb?ReferenceId=&amp;CallStatus=", "CallStatus", "comes out of HTML"),
        ("cb?ReferenceId=&amp;CallStatus", "CallStatus", "comes out of HTML"),
        ("cb?ReferenceId=%26amp%3BCallStatus%3D", "ReferenceId", "percent-encoded twice"),
        ("cb&ReferenceId=&CallStatus=", "CallStatus", "stands in the path"),
        ("cb;CallStatus=", "CallStatus", "stands in the path"),
        ("cb%3FReferenceId=%26callstatus=", "CallStatus", "callstatus= stands in the path"),
        ("Price=/cb?ReferenceId=", "Price", "stands in the path"),
        ("cb?s={CallStatus}", "CallStatus", "{CallStatus} is not filled"),
        ("cb?CallStatus={{callstatus}}", "CallStatus", "{{callstatus}} is not filled"),
        ("cb?s=%7BCallStatus%7D", "CallStatus", "{CallStatus} is not filled"),
        ("cb/{ReferenceId}", "ReferenceId", "write ReferenceId= in the query"),
        ("cb/:ReferenceId", "ReferenceId", "write ReferenceId= in the query"),
        ("cb?s=${Price}", "Price", "${Price} is not filled"),
        ("cb?s=$Price", "Price", "$Price is not filled"),
        ("cb?s=%Price%", "Price", "%Price% is not filled"),
        ("cb?s=[CID]", "CID", "[CID] is not filled"),
        ("cb?s=<CID>", "CID", "<CID> is not filled"),
        ("cb?s=__Ivr__", "Ivr", "__Ivr__ is not filled"),
        ("cb#?CallStatus=", "CallStatus", "behind the #"),
        ("#/cb?ReferenceId=&CallStatus=", "ReferenceId", "behind the #"),
        ("cb?ReferenceId=#CallStatus", "CallStatus", "behind the #"),
        ("cb?ReferenceId%3D%26CallStatus%3D", "CallStatus", "percent-encoded twice"),
        ("cb?ReferenceId%253D%2526CallStatus%253D", "CallStatus", "percent-encoded twice"),
        ("cb?ReferenceId=%26CallStatus%3D", "CallStatus", "percent-encoded twice"),
        ("cb?CallStatus%3D", "CallStatus", "percent-encoded twice"),
        ("cb?ReferenceId=;CallStatus=", "CallStatus", "does not follow an &"),
        ("cb?token=1?CallStatus=", "CallStatus", "does not follow an &"),
        ("cb?+CallStatus=", "CallStatus", "spaces around it"),
        ("cb?CallStatus%20=", "CallStatus", "spaces around it"),
        ("cb?CallStaus=", "CallStatus", "write CallStatus="),
    ],
)
def test_a_placeholder_in_another_form_is_told_with_the_right_one(rest, name, sentence):
    told = about(rest)
    assert any(sentence in each and name in each for each in told), told
    assert all(f"{known}=" in each for each in told for known in CALLBACK_PARAMETERS if f"write {known}" in each)


def test_each_is_told_once():
    assert len(about("cb?a={Ivr}&b={Ivr}&amp;Price=&amp;Price=")) == 2


def test_a_message_fills_none_and_appends_all():
    assert about("cb?SMSID=&token=1&ReferenceId=", "rest") == (
        "SMSID is not filled: a message's parameters are appended to CallbackUrl; leave SMSID out.",
    )
    assert about("cb?token=1", "rest") == ()


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["voice", "rest"]))
def test_no_address_makes_it_raise(rest, host):
    about(rest, host)
    about(f"cb?{rest}&CallStatus={rest}", host)
