"""Segments of an SMS (FACTS-MESSAGES 2, S1: 160 and 70; CONTRACT 12: 153 and 67 of several; 3GPP 23.038)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.esms.messages.segments import EXTENDED, GSM_7, is_gsm_7, segments_of

PLAIN = st.text(st.sampled_from(sorted(GSM_7)), max_size=700)
ANY = st.text(max_size=400)


@pytest.mark.parametrize(
    ("length", "segments"),
    [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)],
)
def test_a_text_of_gsm_7_has_160_letters_in_one_segment_and_153_in_each_of_several(length, segments):
    assert segments_of("a" * length, unicode=False) == segments


@pytest.mark.parametrize(("length", "segments"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_a_text_of_unicode_has_70_letters_in_one_segment_and_67_in_each_of_several(length, segments):
    assert segments_of("đ" * length, unicode=False) == segments
    assert segments_of("a" * length, unicode=True) == segments, "IsUnicode 1 wants it"


@pytest.mark.parametrize("letter", sorted(EXTENDED))
def test_an_extended_letter_takes_the_place_of_two(letter):
    assert is_gsm_7(letter)
    assert [segments_of(letter * length, unicode=False) for length in (80, 81)] == [1, 2]
    assert segments_of("a" * 159 + letter, unicode=False) == 2


def test_an_emoji_takes_the_place_of_two_letters_of_unicode():
    assert [segments_of("😀" * length, unicode=False) for length in (35, 36)] == [1, 2]


@pytest.mark.parametrize("text", ["Mã", "Chào bạn", "“quoted”", "a\u00a0b", "`", "\ud800"])
def test_one_letter_outside_of_gsm_7_makes_the_whole_text_unicode(text):
    assert not is_gsm_7(text)
    assert segments_of(text.ljust(71), unicode=False) == 2


@pytest.mark.parametrize("text", ["Ma", "Ca phe @ 5£", "Ñandú"[:4], "Gia: 5€ [moi]", "à è ì ò ù é"])
def test_accents_that_gsm_7_has_need_no_unicode(text):
    assert is_gsm_7(text)


@given(PLAIN)
def test_segments_hold_what_they_are_counted_for_and_none_is_empty(text):
    count = segments_of(text, unicode=False)
    assert (count == 1) == (len(text) <= 160)
    assert count == 1 or 153 * (count - 1) < len(text) <= 153 * count


@given(ANY, ANY)
def test_a_longer_text_never_has_fewer_segments(first, second):
    assert segments_of(first + second, unicode=True) >= segments_of(first, unicode=True)
    if is_gsm_7(first) == is_gsm_7(first + second):
        assert segments_of(first + second, unicode=False) >= segments_of(first, unicode=False)


@given(ANY)
def test_unicode_is_never_cheaper(text):
    assert segments_of(text, unicode=True) >= segments_of(text, unicode=False)
