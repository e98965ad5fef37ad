from decimal import Decimal

from mock_esms.config.account import Account
from mock_esms.config.settings import Settings
from mock_esms.exchange.accounts.ledger import Ledger
from mock_esms.model.calls import REQUEST_ID_LASTS


def account(key="one", **fields):
    return Account(api_key=key, secret_key="s", **fields)


def ledger_of(*accounts):
    return Ledger(Settings(accounts=accounts))


def test_an_unknown_or_missing_key_is_no_account():
    ledger = ledger_of(account())
    assert ledger.get("two") is None
    assert ledger.get(None) is None
    assert ledger.get("ONE") is None, "keys are case-sensitive"


def test_charging_takes_from_one_account_only_and_below_zero():
    ledger = ledger_of(account("one", balance=Decimal(100)), account("two", balance=Decimal(100)))
    ledger.charge("one", Decimal(450))
    assert (ledger.balance("one"), ledger.balance("two")) == (Decimal(-350), Decimal(100))


def test_request_ids_block_within_their_account_until_they_expire():
    ledger = ledger_of(account("one"), account("two"))
    ledger.use_request_id("one", "r", 1_000)
    assert ledger.request_id_used("one", "r", 1_000 + REQUEST_ID_LASTS - 1)
    assert not ledger.request_id_used("two", "r", 1_000)
    assert not ledger.request_id_used("one", "r", 1_000 + REQUEST_ID_LASTS)


def test_expired_request_ids_take_no_memory():
    ledger = ledger_of(account())
    for number in range(1_000):
        ledger.use_request_id("one", f"r{number}", number)
    ledger.use_request_id("one", "anything", 999 + REQUEST_ID_LASTS)
    assert len(ledger._live["one"].request_ids) == 1


def test_a_request_id_can_be_used_again_and_blocks_again():
    ledger = ledger_of(account())
    ledger.use_request_id("one", "r", 0)
    ledger.use_request_id("one", "s", REQUEST_ID_LASTS - 1)
    assert not ledger.request_id_used("one", "r", REQUEST_ID_LASTS)
    ledger.use_request_id("one", "r", REQUEST_ID_LASTS)
    assert ledger.request_id_used("one", "r", 2 * REQUEST_ID_LASTS - 1)
    assert ledger._live["one"].request_ids.oldest == "s"


def test_an_empty_request_id_blocks_nothing():
    ledger = ledger_of(account())
    ledger.use_request_id("one", "", 0)
    assert not ledger.request_id_used("one", "", 0)


def test_calls_are_counted_for_each_account_and_phone():
    ledger = ledger_of(account("one"), account("two"))
    for key, phone in (("one", "a"), ("one", "a"), ("one", "b")):
        ledger.count(key, phone)
    asked = [ledger.counted(key, phone) for key, phone in (("one", "a"), ("one", "b"), ("two", "a"))]
    assert asked == [2, 1, 0]


def test_a_reset_restores_what_was_set():
    ledger = ledger_of(account("one"), account("two"))
    for key in ("one", "two"):
        ledger.charge(key, Decimal(1))
        ledger.use_request_id(key, "r", 0)
        ledger.count(key, "a")
    ledger.reset("one")
    assert ledger.balance("one") == Decimal(1_000_000)
    assert ledger.balance("two") == Decimal(999_999)
    assert not ledger.request_id_used("one", "r", 1)
    assert ledger.request_id_used("two", "r", 1)
    assert ledger.counted("one", "a") == 0
    assert ledger.counted("two", "a") == 1
    ledger.reset()
    assert ledger.balance("two") == Decimal(1_000_000)


def test_replacing_an_account_sets_its_balance_and_keeps_its_request_ids():
    ledger = ledger_of(account("one"))
    ledger.use_request_id("one", "r", 0)
    ledger.put(account("one", balance=Decimal(7)))
    assert ledger.balance("one") == Decimal(7)
    assert ledger.request_id_used("one", "r", 1)
    ledger.reset()
    assert ledger.balance("one") == Decimal(7)
