"""A shop on Flask in which customers log in by a one-time password (``logins``).

POST /login?phone=… sends a code, POST /login/verify?phone=…&code=… checks it, GET /login?phone=… tells how far it is;
GET /esms/zalo and GET /esms/sms receive eSMS's callbacks.
"""

import time

from flask import Flask, request
from logins import Logins, TooSoonError


def create_shop(
    esms_url="https://rest.esms.vn",
    public_url="https://shop.example.com",
    now=time.time,  # noqa: TID251 - a shop that runs for customers goes by the real time
):
    app = Flask(__name__)
    app.logins = Logins(esms_url, {channel: f"{public_url}/esms/{channel}" for channel in ("zalo", "sms")}, now)

    @app.post("/login")
    def log_in():
        try:
            result = app.logins.send(request.args["phone"])
        except TooSoonError as error:
            return {"error": str(error)}, 429, {"Retry-After": str(round(error.wait))}
        if result != "100":
            return {"error": f"eSMS says {result}"}, 502
        return {"status": "sent"}, 202

    @app.get("/esms/<channel>")
    def report(channel):
        app.logins.report(channel, request.args)
        return "OK"

    @app.get("/login")
    def progress():
        return {"status": app.logins.status(request.args["phone"])}

    @app.post("/login/verify")
    def verify():
        right = app.logins.verify(request.args["phone"], request.args["code"])
        if right is None:
            return {"error": "ask for a new code"}, 410
        return ({"status": "logged in"}, 200) if right else ({"error": "that is not the code"}, 401)

    return app
