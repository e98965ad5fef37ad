"""A shop on aiohttp: POST /orders/{id}/confirm calls the customer, GET /voice receives the result."""

import aiohttp
from aiohttp import web

ESMS_URL = web.AppKey("esms_url", str)
PUBLIC_URL = web.AppKey("public_url", str)
ORDERS = web.AppKey("orders", dict)
CALLS = web.AppKey("calls", dict)
KEYS = web.AppKey("keys", dict)

PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="


def create_shop(esms_url="https://voiceapi.esms.vn", public_url="https://shop.example.com"):
    app = web.Application()
    app[ESMS_URL], app[PUBLIC_URL] = esms_url, public_url
    app[ORDERS] = {}  # order -> what is known of it
    app[CALLS] = {}  # ReferenceId -> order; in a real shop all three are tables
    app[KEYS] = {}  # ReferenceId -> the key pressed
    app.add_routes([web.post("/orders/{order}/confirm", confirm), web.get("/voice", voice)])
    return app


async def confirm(request):
    app, order = request.app, request.match_info["order"]
    parameters = {
        "ApiKey": "test-api-key",
        "SecretKey": "test-secret-key",
        "TemplateId": "17",
        "Phone": request.query["phone"],
        "MaxRetry": "1",
        "RequestId": f"order-{order}",
        "CallbackUrl": f"{app[PUBLIC_URL]}/voice?{PLACEHOLDERS}",
    }
    url = f"{app[ESMS_URL]}/MainService.svc/json/MakeCallRecord_V2"
    async with aiohttp.ClientSession() as session, session.get(url, params=parameters) as response:
        answer = await response.json()
    if answer["CodeResult"] != "100":
        app[ORDERS][order] = "not called"
        return web.json_response(answer, status=502)
    app[CALLS][answer["SMSID"]] = order
    app[ORDERS].setdefault(order, "calling")
    settle(app, answer["SMSID"])
    return web.json_response({"status": "calling"})


async def voice(request):
    app, reference = request.app, request.query["ReferenceId"]
    app[KEYS].setdefault(reference, request.query.get("Ivr", ""))  # a copy changes nothing
    settle(app, reference)
    return web.Response(text="OK")


def settle(app, reference):
    """Both sides come here: the callback may be faster than eSMS's own answer."""
    if reference in app[CALLS] and reference in app[KEYS]:
        app[ORDERS][app[CALLS][reference]] = "confirmed" if app[KEYS][reference] == "1" else "not confirmed"
