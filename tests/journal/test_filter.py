from mock_esms.config.match import CALL_NAMES, Match
from mock_esms.journal import fits, misfits, nearest
from tests.makers import make_call, settled


def match(**globs):
    return Match.parse(globs, CALL_NAMES)


def test_a_call_fits_when_all_globs_do():
    call = settled(make_call(7))
    assert fits(match(phone="09*", scenario="default", state="ended", settled="true", sms_id="id-7"), call)
    assert not fits(match(phone="09*", scenario="other"), call)


def test_what_does_not_fit_is_named():
    assert misfits(match(phone="08*", scenario="default", settled=True), make_call()) == ("phone", "settled")


def test_the_nearest_calls_come_first_and_the_newest_among_equals():
    calls = [make_call(1), settled(make_call(2)), make_call(3), settled(make_call(4, "0912345678"))]
    found = nearest(match(phone="0901*", settled=True), calls, limit=3)
    assert [call.number for call in found] == [2, 4, 3]
