"""A shop on Flask: POST /orders/<id>/confirm calls the customer, GET /voice receives the result."""

import json
from urllib.parse import urlencode
from urllib.request import urlopen

from flask import Flask, request

PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="


def create_shop(esms_url="https://voiceapi.esms.vn", public_url="https://shop.example.com"):
    app = Flask(__name__)
    app.config.update(ESMS_URL=esms_url, PUBLIC_URL=public_url)
    app.orders = {}  # order -> what is known of it
    app.calls = {}  # ReferenceId -> order; in a real shop all three are tables
    app.keys = {}  # ReferenceId -> the key pressed

    @app.post("/orders/<order>/confirm")
    def confirm(order):
        query = urlencode(
            {
                "ApiKey": "test-api-key",
                "SecretKey": "test-secret-key",
                "TemplateId": "17",
                "Phone": request.args["phone"],
                "CallbackUrl": f"{app.config['PUBLIC_URL']}/voice?{PLACEHOLDERS}",
            }
        )
        with urlopen(f"{app.config['ESMS_URL']}/MainService.svc/json/MakeCallRecord_V2?{query}", timeout=5) as answer:
            told = json.load(answer)
        if told["CodeResult"] != "100":
            return told, 502
        app.calls[told["SMSID"]] = order
        app.orders.setdefault(order, "calling")
        settle(told["SMSID"])
        return {"status": "calling"}

    @app.get("/voice")
    def voice():
        reference = request.args["ReferenceId"]
        app.keys.setdefault(reference, request.args.get("Ivr", ""))  # a copy changes nothing
        settle(reference)
        return "OK"

    def settle(reference):
        """Both sides come here: the callback may be faster than eSMS's own answer."""
        if reference in app.calls and reference in app.keys:
            app.orders[app.calls[reference]] = "confirmed" if app.keys[reference] == "1" else "not confirmed"

    return app
