import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.settings import Quirks
from mock_esms.esms.callbacks.callback_body import posted_callback
from mock_esms.esms.callbacks.callback_url import callback_url
from mock_esms.model.calls import CallResult
from mock_esms.model.delivery_plan import CallbackEdits

RESULT = CallResult(
    call_status="NO ANSWER", call_duration=0, ivr="", price="0.0000", sent_result=0, send_status=5, cid="02871002454"
)
SAID = {
    "ReferenceId": "id-1",
    "CallDuration": "0",
    "CallStatus": "NO ANSWER",
    "Ivr": "",
    "Price": "0.0000",
    "SentResult": "0",
    "CID": "02871002454",
    "SendStatus": "5",
}


def posted(template, body="json", edits=None, **quirks):
    how = Quirks(**quirks)
    return posted_callback(template, callback_url(template, "id-1", RESULT, how, edits), body, how)


def test_the_outcome_is_a_json_object_of_texts_in_the_documented_order():
    made = posted("http://a/cb?token=x%7E#part")
    assert made.url == "http://a/cb?token=x%7E"
    assert made.content_type == "application/json; charset=utf-8"
    assert list(json.loads(made.content).items()) == list(SAID.items())


def test_a_form_says_the_same_as_the_query_would():
    made = posted("http://a/cb", "form")
    assert made.url == "http://a/cb"
    assert made.content_type == "application/x-www-form-urlencoded"
    assert made.content == (
        b"ReferenceId=id-1&CallDuration=0&CallStatus=NO%20ANSWER&Ivr=&Price=0.0000&SentResult=0&CID=02871002454&SendStatus=5"
    )


def test_placeholders_leave_the_query_filled_or_not_and_what_has_a_value_stays_there():
    made = posted("http://a/cb?a=1&callstatus=&Ivr&ReferenceId=mine&b=&SentResult=")
    assert made.url == "http://a/cb?a=1&ReferenceId=mine&b="
    assert json.loads(made.content) == {"callstatus": "NO ANSWER", "Ivr": "", "SentResult": "0"}


def test_a_space_of_a_quirk_and_what_a_scenario_changes_are_in_the_body():
    edits = CallbackEdits(set=(("CallStatus", "odd & đ"),), omit=("Price",), add=(("More", "a b"),))
    for space in ("%20", "+"):
        said = json.loads(posted("http://a/cb", edits=edits, callback_space=space).content)
        assert (said["CallStatus"], said["More"], "Price" in said) == ("odd & đ", "a b", False)


@given(st.text(max_size=30))
def test_nothing_of_the_query_is_lost_whatever_the_template(query):
    template = f"http://a/cb?{query}"
    url = callback_url(template, "id-1", RESULT, Quirks())
    made = posted_callback(template, url, "form", Quirks())
    pieces = [*made.url.partition("?")[2].split("&"), *made.content.decode().split("&")]
    assert sorted(piece for piece in pieces if piece) == sorted(p for p in url.partition("?")[2].split("&") if p)
    json.loads(posted_callback(template, url, "json", Quirks()).content)


@pytest.mark.parametrize("body", ["json", "form"])
def test_an_address_without_any_query_has_none_afterwards(body):
    assert posted("http://a/cb?Ivr=", body).url == "http://a/cb"
