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
    app.calls = {}  # ReferenceId -> order; in a real shop both are tables

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
        return {"status": "calling"}

    @app.get("/voice")
    def voice():
        order = app.calls.pop(request.args["ReferenceId"], None)
        if order is not None:  # else a copy: it was handled before, and is answered in the same way
            app.orders[order] = "confirmed" if request.args["Ivr"] == "1" else "not confirmed"
        return "OK"

    return app
