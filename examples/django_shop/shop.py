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
calls = {}  # ReferenceId -> order; in a real shop both are models


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
    return JsonResponse({"status": "calling"})


@require_GET
def voice(request):
    order = calls.pop(request.GET["ReferenceId"], None)
    if order is not None:  # else a copy: it was handled before, and is answered in the same way
        orders[order] = "confirmed" if request.GET["Ivr"] == "1" else "not confirmed"
    return HttpResponse("OK")


urlpatterns = [path("orders/<int:order>/confirm", confirm), path("voice", voice)]
