import pytest

from mock_esms.config.documents.field_errors import Clash, WrongKeysError, key_text, refuse


def test_whoever_knows_no_places_reads_every_mistake_in_one_line():
    error = WrongKeysError([("a", "this is wrong")], clashes=[Clash("b", ("c", 0, "d"), "one is enough")])
    assert str(error) == "a: this is wrong; c[0].d: this cannot stand beside `b`: one is enough"


def test_a_clash_is_told_at_either_of_its_keys_about_the_other():
    clash = Clash("one", "other", "why")
    assert clash.sentence("one") == "this cannot stand beside `other`: why"
    assert clash.sentence("other") == "this cannot stand beside `one`: why"


def test_nothing_wrong_is_no_error():
    refuse()
    refuse([], [])


@pytest.mark.parametrize("wrong", [{"wrong": [("a", "x")]}, {"clashes": [Clash("a", "b", "x")]}])
def test_anything_wrong_is_one(wrong):
    with pytest.raises(WrongKeysError):
        refuse(**wrong)


@pytest.mark.parametrize(("key", "text"), [("a", "a"), (3, "[3]"), (("a", 0, "b"), "a[0].b"), ((), "")])
def test_a_key_is_written_as_people_write_it(key, text):
    assert key_text(key) == text
