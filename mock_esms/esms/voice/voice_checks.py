"""Why eSMS refuses a call: the checks in the order of FACTS 2 (assumed), the first that fails decides.

The order is 101, 143, 140 (``authenticate``, of whatever is asked), 106/104, 108, 99, 124, 102, 103. Pure.
"""

import hmac
from decimal import Decimal
from ipaddress import IPv6Address, ip_address, ip_network

from mock_esms.config.account import Account
from mock_esms.esms.formats.phone import is_among, national
from mock_esms.esms.operation import Operation
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Refusal
from mock_esms.esms.responses.result_codes import text_of
from mock_esms.model.calls import CallRequest


def authenticate(account: Account | None, *, secret_key: str | None, remote: str | None) -> Account | Refusal:
    """The account that a request named by its ApiKey, if it is theirs who sent it and in order; else 101, 143 or 140.

    ``account`` is None when the ApiKey is unknown. ``secret_key`` is as it arrived, None when it did not. ``remote`` is
    the caller's address as text, None when it has none.
    """
    if account is None or not _same_secret(account.secret_key, secret_key):
        return _refusal(result_codes.UNAUTHORIZED)
    if not account.active:
        return _refusal(result_codes.ACCOUNT_INACTIVE)
    if account.allowed_ips is not None and not _lies_in(remote, account.allowed_ips):
        return _refusal(result_codes.IP_NOT_ALLOWED)
    return account


def first_refusal(
    operation: Operation, request: CallRequest, account: Account, *, balance: Decimal, request_id_used: bool
) -> Refusal | None:
    """Why the call is refused, None when it is accepted; the first check that fails decides (FACTS 2).

    ``balance`` is what the account has now, in VND; ``request_id_used`` tells whether the RequestId blocks.
    """
    code = (
        _check_media(operation, request, account)
        or _check_phone(operation, request, account)
        or (result_codes.REQUEST_ID_USED if request_id_used else _check_funds(account, balance))
    )
    return None if code is None else _refusal(code, request.phone)


def _refusal(code: str, phone: str = "") -> Refusal:
    return Refusal(code, text_of(code, phone=phone))


def _check_media(operation: Operation, request: CallRequest, account: Account) -> str | None:
    """106 or 104: what is to be played is missing, empty or not the account's.

    CONTRACT 2 for TemplateId; that ApiCode, Code and Content are checked alike is assumed. PassCode is not checked.
    """
    plays = operation.plays
    if plays is None:
        return None
    media = request.value_of(plays.parameter)
    match plays.listed:
        case "recordings" if media:
            return None if account.recordings is None or account.recording(media) is not None else plays.refusal
        case "templates" if media:
            return None if account.templates is None or account.voice_template(media) is not None else plays.refusal
        case _:
            return None if media else plays.refusal


def _check_phone(operation: Operation, request: CallRequest, account: Account) -> str | None:
    """108 for what is no Vietnamese phone number, 163 for several, 99 for one that is blocked, in whichever form."""
    phone = national(request.phone)
    if phone is None:
        several = operation.host == "rest" and "," in request.phone
        return result_codes.MORE_THAN_ONE_PHONE if several else result_codes.PHONE_NOT_VALID
    blocked = account.blocked_phones
    return result_codes.BLOCKED if blocked and is_among(phone, blocked) else None


def _check_funds(account: Account, balance: Decimal) -> str | None:
    """102 and 103: a balance must cover one minute before a call is accepted (CONTRACT 2)."""
    if account.price_per_minute is None:
        return result_codes.NO_PRICE_LIST
    return result_codes.BALANCE_TOO_LOW if balance < account.price_per_minute else None


def _same_secret(expected: str, arrived: str | None) -> bool:
    if arrived is None:
        return False
    return hmac.compare_digest(expected.encode("utf-8", "surrogatepass"), arrived.encode("utf-8", "surrogatepass"))


def _lies_in(remote: str | None, allowed: tuple[str, ...]) -> bool:
    """Whether an address is one of these addresses or lies in one of these networks; ``::ffff:`` is unmapped first."""
    try:
        address = ip_address(remote or "")
    except ValueError:  # a caller without an address, as on a Unix socket, is on nobody's list
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in ip_network(text, strict=False) for text in allowed)
