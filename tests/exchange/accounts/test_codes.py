"""The codes that eSMS makes: CONTRACT 12, and FACTS-MESSAGES 2 (S14 to S16)."""

from mock_esms.exchange.accounts import codes as module
from mock_esms.exchange.accounts.codes import Codes
from mock_esms.journal.changes import ChangeTracker
from mock_esms.model.one_time_code import MOST_WRONG_TRIES, OneTimeCode

KEY, PHONE = "shop", "0901888484"


def codes_with(code: str = "1NTTJ6", ends: int = 1_000) -> Codes:
    """One code for one phone."""
    codes = Codes()
    codes.add(KEY, PHONE, OneTimeCode(code, ends))
    return codes


def test_a_code_can_be_used_once() -> None:
    codes = codes_with()
    assert [codes.use(KEY, PHONE, "1NTTJ6", 0) for _ in range(2)] == [True, False]


def test_a_code_expires_at_its_end_and_not_before() -> None:
    assert codes_with(ends=1_000).use(KEY, PHONE, "1NTTJ6", 999)
    assert not codes_with(ends=1_000).use(KEY, PHONE, "1NTTJ6", 1_000)


def test_wrong_tries_end_a_code() -> None:
    codes = codes_with()
    assert not any(codes.use(KEY, PHONE, "wrong", 0) for _ in range(MOST_WRONG_TRIES - 1))
    assert codes.use(KEY, PHONE, "1NTTJ6", 0)
    codes = codes_with()
    assert not any(codes.use(KEY, PHONE, "wrong", 0) for _ in range(MOST_WRONG_TRIES))
    assert not codes.use(KEY, PHONE, "1NTTJ6", 0)


def test_a_new_code_ends_the_older_one_of_that_phone_and_account_only() -> None:
    codes = codes_with()
    codes.add(KEY, "0901888485", OneTimeCode("OTHER1", 1_000))
    codes.add("cafe", PHONE, OneTimeCode("OTHER2", 1_000))
    codes.add(KEY, PHONE, OneTimeCode("NEWER1", 1_000))
    assert not codes.use(KEY, PHONE, "1NTTJ6", 0)
    assert codes.use(KEY, PHONE, "NEWER1", 0)
    assert codes.use(KEY, "0901888485", "OTHER1", 0)
    assert codes.use("cafe", PHONE, "OTHER2", 0)


def test_an_account_forgets_its_codes_alone() -> None:
    codes = codes_with()
    codes.add("cafe", PHONE, OneTimeCode("OTHER2", 1_000))
    codes.forget(KEY)
    assert not codes.use(KEY, PHONE, "1NTTJ6", 0)
    assert codes.use("cafe", PHONE, "OTHER2", 0)


def test_the_oldest_code_makes_room_for_a_new_one(monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_CODES", 2)
    codes = Codes()
    for phone in ("1", "2", "1", "3"):
        codes.add(KEY, phone, OneTimeCode("CODE", 1_000))
    assert [codes.use(KEY, phone, "CODE", 0) for phone in ("1", "2", "3")] == [True, False, True]


def test_the_store_is_told_what_is_left_of_a_code() -> None:
    changes = ChangeTracker()
    codes = Codes(changes)
    code = OneTimeCode("1NTTJ6", 1_000)
    codes.add(KEY, PHONE, code)
    assert changes.take().codes == {(KEY, PHONE): code}
    codes.use(KEY, PHONE, "wrong", 0)
    assert changes.take().codes == {(KEY, PHONE): code._replace(wrong_tries=1)}
    codes.use(KEY, PHONE, "1NTTJ6", 0)
    assert changes.take().codes == {(KEY, PHONE): None}
