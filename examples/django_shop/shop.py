"""A shop on Django, in one file: POST /orders/<id>/confirm calls the customer, GET /voice receives the result."""

import json
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

PLACEHOLDERS = "ReferenceId=&CallDuration=&CallStatus=&Ivr=&Price=&SentResult=&CID=&SendStatus="

orders = {}  # order -> what is known of it
calls = {}  # ReferenceId -> order; in a real shop all three are models
keys = {}  # ReferenceId -> the key pressed


@csrf_exempt
@require_POST
def confirm(request, order):
    query = urlencode(
        {
            "ApiKey": "test-api-key",
            "SecretKey": "test-secret-key",
            "TemplateId": "17",
            "Phone": request.GET["phone"],
            "CallbackUrl": f"{settings.PUBLIC_URL}/voice?{PLACEHOLDERS}",
        }
    )
    with urlopen(f"{settings.ESMS_URL}/MainService.svc/json/MakeCallRecord_V2?{query}", timeout=5) as answer:
        told = json.load(answer)
    if told["CodeResult"] != "100":
        return JsonResponse(told, status=502)
    calls[told["SMSID"]] = order
    orders.setdefault(order, "calling")
    settle(told["SMSID"])
    return JsonResponse({"status": "calling"})


@require_GET
def voice(request):
    reference = request.GET["ReferenceId"]
    keys.setdefault(reference, request.GET.get("Ivr", ""))  # a copy changes nothing
    settle(reference)
    return HttpResponse("OK")


def settle(reference):
    """Both sides come here: the callback may be faster than eSMS's own answer."""
    if reference in calls and reference in keys:
        orders[calls[reference]] = "confirmed" if keys[reference] == "1" else "not confirmed"


urlpatterns = [path("orders/<int:order>/confirm", confirm), path("voice", voice)]
