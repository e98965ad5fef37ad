"""Log-ins by one-time password over eSMS: the code goes over Zalo, and by SMS where Zalo has failed."""

import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.request import Request, urlopen

KEYS = {"ApiKey": "test-api-key", "SecretKey": "test-secret-key"}
ZALO = {"OAID": "745830328927467685", "TempID": "205644"}  # an approved ZNS template whose one variable is the code
SMS = {"Brandname": "Baotrixemay", "SmsType": "2"}
SMS_TEXT = "{code} la ma xac minh dang ky Baotrixemay cua ban"  # as it is registered for the brand
NOTHING_FOR_ZALO = {"789", "790", "791", "799"}
LIVES = 5 * 60  # seconds
TRIES = 3
PAUSE = 60  # seconds between two codes for one phone


class TooSoonError(Exception):
    """A code was sent a moment ago; ``wait`` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"a code was sent a moment ago; wait {wait:.0f} s")
        self.wait = wait


@dataclass
class Login:
    """A code that somebody was sent; in a real shop this is a row, and the code stands there as a hash."""

    code: str
    sent_at: float
    status: str = "sending"
    tries: int = TRIES


class Logins:
    """``now`` gives the time in seconds; ``callback_urls`` are the shop's own addresses by channel."""

    def __init__(self, esms_url: str, callback_urls: dict[str, str], now: Callable[[], float]) -> None:
        self.spent = Decimal(0)
        self._esms_url, self._callback_urls, self._now = esms_url, callback_urls, now
        self._logins: dict[str, Login] = {}  # by phone
        self._phones: dict[str, str] = {}  # by RequestId
        self._reported: set[tuple[str, str]] = set()  # SMSID and channel of the callbacks that have counted
        self._lock = threading.Lock()  # copies of a callback may come at once

    def send(self, phone: str) -> str:
        """Send a new code, which ends the older one; gives eSMS's CodeResult. Raises ``TooSoonError``."""
        with self._lock:
            last = self._logins.get(phone)
            if last is not None and self._now() < last.sent_at + PAUSE:
                raise TooSoonError(last.sent_at + PAUSE - self._now())
            login = self._logins[phone] = Login(code=f"{secrets.randbelow(10**6):06}", sent_at=self._now())
        result = self._over_zalo_or_by_sms(phone, login.code)
        if result != "100":
            login.status = "not sent"
            login.sent_at -= PAUSE  # nobody has got anything: it may be tried again at once
        return result

    def report(self, channel: str, told: dict[str, str]) -> None:
        """A callback. eSMS sends it again until it sees a 200; a copy changes nothing."""
        if told["SendStatus"] != "5":  # awaits approval, waits, is sent: not the end yet
            return
        with self._lock:
            login = self._logins.get(self._phones.get(told["RequestId"], ""))
            if (told["SMSID"], channel) in self._reported or login is None:
                return
            self._reported.add((told["SMSID"], channel))
            self.spent += Decimal(told["TotalPrice"])
            if told["SendSuccess"] != "0":
                login.status = f"delivered by {channel}"
            elif channel == "sms":
                login.status = "not delivered"  # after Zalo comes the SMS, after the SMS nothing

    def status(self, phone: str) -> str:
        """How far the newest code of a phone is."""
        return self._logins[phone].status if phone in self._logins else "none"

    def verify(self, phone: str, code: str) -> bool | None:
        """Whether this is the phone's code; None when a new one is needed."""
        with self._lock:
            login = self._logins.get(phone)
            if login is None or login.tries == 0 or self._now() >= login.sent_at + LIVES:
                return None
            right = hmac.compare_digest(code.encode(), login.code.encode())
            login.tries = 0 if right else login.tries - 1  # a right one is used up
            return right

    def _over_zalo_or_by_sms(self, phone: str, code: str) -> str:
        """Both in one request; where eSMS takes nothing for Zalo, by SMS alone."""
        request_id = self._new_request_id(phone)
        zalo = {**ZALO, "Params": [code], "RequestId": request_id, "CallbackUrl": self._callback_urls["zalo"]}
        sms = {**SMS, "Content": SMS_TEXT.format(code=code), "CallbackUrl": self._callback_urls["sms"]}
        data = [zalo, {**sms, "RequestId": request_id}]
        result = self._ask("MultiChannelMessage", {"Phone": phone, "Channels": ["zalo", "sms"], "Data": data})
        if result in NOTHING_FOR_ZALO:
            sms = {"Phone": phone, **sms, "RequestId": self._new_request_id(phone)}
            result = self._ask("SendMultipleMessage_V4_post_json", sms)
        return result

    def _new_request_id(self, phone: str) -> str:
        """It tells whose a callback is, also when that comes before eSMS's own answer, or in its place."""
        request_id = secrets.token_hex(16)
        self._phones[request_id] = phone
        return request_id

    def _ask(self, operation: str, body: dict[str, object]) -> str:
        """eSMS's CodeResult. Where an answer got lost it is asked again with the same RequestId: 124 means yes then."""
        url = f"{self._esms_url}/MainService.svc/json/{operation}/"
        body_sent = json.dumps({**KEYS, **body}).encode()
        for accepted in ({"100"}, {"100", "124"}):
            try:
                with urlopen(Request(url, body_sent, {"Content-Type": "application/json"}), timeout=5) as answer:
                    result = json.load(answer)["CodeResult"]
            except OSError:
                continue
            return "100" if result in accepted else result
        return "no answer"
