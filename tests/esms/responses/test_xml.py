import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.responses.wcf_json import json_body
from mock_esms.esms.responses.xml import wants_xml, xml_body

INSTANCE = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'


@pytest.mark.parametrize(
    "accept",
    [
        "application/xml",
        "text/xml",
        "TEXT/XML",
        "application/xml, */*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/json;q=0.5, text/xml",
        "application/json;q=0.5, application/xml;q=0.6",
        "application/xml;charset=utf-8",
    ],
)
def test_xml_is_wanted_where_it_outranks_json_and_everything(accept):
    assert wants_xml(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/json, application/xml",
        "application/xml, application/json",
        "application/xml;q=0.4, application/json;q=0.5",
        "application/xml;q=0.4, */*",
        "application/xml;q=0",
        "application/xml;q=.2, */*;q=.3",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "application/xhtml+xml, text/html",
        "application/xmlish",
        ",;q=,",
    ],
)
def test_xml_is_not_wanted_otherwise(accept):
    assert not wants_xml(accept)


def test_the_same_members_become_elements_in_the_same_order():
    body = xml_body(json_body({"SMSID": "a", "CodeResult": "100", "Count": 0}), "CallResult")
    assert body.decode() == (
        f"<CallResult {INSTANCE}><CodeResult>100</CodeResult><Count>0</Count><SMSID>a</SMSID></CallResult>"
    )


def test_a_list_becomes_an_element_for_each_of_its_objects():
    body = json_body({"ReceiverList": ({"IsSent": True, "Phone": "1"}, {"IsSent": False})})
    assert xml_body(body, "R").decode() == (
        f"<R {INSTANCE}><ReceiverList><Receiver><IsSent>true</IsSent><Phone>1</Phone></Receiver>"
        "<Receiver><IsSent>false</IsSent></Receiver></ReceiverList></R>"
    )


@given(st.text(st.characters(exclude_categories=())))
def test_every_text_makes_xml_that_can_be_read(text):
    root = ET.fromstring(xml_body(json_body({"ErrorMessage": text}), "R"))  # noqa: S314 - our own
    assert root.find("ErrorMessage") is not None


@given(st.text())
def test_no_accept_makes_wants_xml_raise(accept):
    wants_xml(accept)
