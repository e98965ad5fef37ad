"""A shop in which eSMS's address is written into the code: POST /orders/ID?phone=… calls, GET /voice receives.

Nothing but the standard library; `python shop.py` serves it on port 9000. compose.yaml leads it to a sandbox all the
same: there voiceapi.esms.vn is the sandbox's name, and SSL_CERT_FILE names the authority that vouches for it.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

ESMS = "https://voiceapi.esms.vn/MainService.svc/json"
PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="


class Shop(ThreadingHTTPServer):
    """Orders, and the calls that confirm them; a real shop would have both in tables."""

    daemon_threads = True

    def __init__(self, address, public_url=None):
        super().__init__(address, Page)
        self.public_url = public_url or f"http://127.0.0.1:{self.server_port}"
        self.calls = {}  # order -> ReferenceId
        self.keys = {}  # ReferenceId -> the key pressed; here too when it comes before eSMS's own answer

    @property
    def orders(self):
        return {order: self.status(reference) for order, reference in self.calls.items()}

    def status(self, reference):
        if reference not in self.keys:
            return "calling"
        return "confirmed" if self.keys[reference] == "1" else "not confirmed"

    def confirm(self, order, phone):
        query = urlencode(
            {
                "ApiKey": "test-api-key",
                "SecretKey": "test-secret-key",
                "TemplateId": "17",
                "Phone": phone,
                "CallbackUrl": f"{self.public_url}/voice?{PLACEHOLDERS}",
            }
        )
        with urlopen(f"{ESMS}/MakeCallRecord_V2?{query}", timeout=5) as answer:
            told = json.load(answer)
        if told["CodeResult"] == "100":
            self.calls[order] = told["SMSID"]
        return told

    def report(self, reference, key):
        self.keys.setdefault(reference, key)  # a copy changes nothing


class Page(BaseHTTPRequestHandler):
    def do_POST(self):
        split = urlsplit(self.path)
        self.answer(self.server.confirm(split.path.rpartition("/")[2], parse_qs(split.query)["phone"][0]))

    def do_GET(self):
        split = urlsplit(self.path)
        if split.path == "/voice":
            told = parse_qs(split.query, keep_blank_values=True)
            self.server.report(told["ReferenceId"][0], told.get("Ivr", [""])[0])
            self.answer("OK")
        else:
            self.answer(self.server.orders)

    def answer(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass  # the sandbox's log tells more


if __name__ == "__main__":
    Shop(("0.0.0.0", 9000), os.environ.get("PUBLIC_URL")).serve_forever()  # noqa: S104 - other containers must reach it
