"""Each code with which a question is refused, by the checks that its row names (FACTS-MESSAGES 8; CONTRACT 12)."""

import pytest

from mock_esms.config.account import Account, Brandname, Prices, Rates, ZaloAccount, ZnsTemplate
from mock_esms.config.settings import Quirks
from mock_esms.esms.inquiries.inquiry_checks import INQUIRY_CHECKS
from mock_esms.esms.operations import EVERY_OPERATION
from tests.lookups import BODIES, STATUS_PATH, ask
from tests.places import running
from tests.zalo import OA, warned

LISTS = Account(
    api_key="test-api-key",
    secret_key="test-secret-key",
    brandnames=(Brandname(name="SHOP"),),
    zalo=(ZaloAccount(oa_id=OA, templates=(ZnsTemplate(id="205644"),)),),
)
OTHER_OA = {"OAID": "1"}
NO_OA = {"OAID": None, "OAId": None}

REFUSED = {
    "a type that is missing": ("GetSmsSentData_V2", {"SmsType": None}, "300", "sms-type-missing"),
    "a type that there is not": ("GetSmsSentData_V2", {"SmsType": "3"}, "118", "value-unknown"),
    "a type of templates that is missing": ("GetTemplate/", {"SmsType": ""}, "300", "sms-type-missing"),
    "a type that has no templates": ("GetTemplate/", {"SmsType": "23"}, "118", "value-unknown"),
    "a type that is not Zalo's": ("QueryZnsStatus/", {"SmsType": "2"}, "118", "value-unknown"),
    "no MessageId": ("GetZaloMessageStatus", {"MessageId": None}, "851", "id-missing"),
    "no SmsId": ("QueryZnsStatus/", {"SmsId": ""}, "851", "id-missing"),
    "an id that nothing has": ("QueryZnsStatus/", {}, "854", None),
    "another account's brand": ("GetTemplate/", {"Brandname": "OTHER"}, "104", "brandname-unknown"),
    "no brand": ("GetTemplate/", {"Brandname": None}, "104", "brandname-unknown"),
    "the price of another brand": ("SummaryMultipleMessage_V4_get", {"BrandName": "OTHER"}, "104", "brandname-unknown"),
    "the price of another advertiser": ("SummaryMultipleSMSBrandname/", {}, "104", "brandname-unknown"),
    "the price for no phone": ("SummaryMultipleMessage_V4_get", {"Phone": "12"}, "108", None),
    "the price of an advertisement to nobody": (
        "SummaryMultipleSMSBrandname/",
        {"Brandname": "SHOP", "Phone": "12"},
        "104",
        "brandname-of-another-type",
    ),
    "the price of a type that is missing": (
        "SummaryMultipleMessage_V4_get",
        {"SmsType": ""},
        "300",
        "sms-type-missing",
    ),
    "the price of another type": ("SummaryMultipleMessage_V4_get", {"SmsType": "1"}, "118", "sms-type-unsupported"),
    "the price of another OA": ("SummaryZaloMessage_V4_post_json/", OTHER_OA, "799", "oa-unknown"),
    "the price of another template": (
        "SummaryZaloMessage_V4_post_json/",
        {"TempID": "1"},
        "789",
        "zns-template-unknown",
    ),
    "the templates of no OA": ("GetTemplate/ of Zalo", NO_OA, "791", "oa-or-template-missing"),
    "the templates of another OA": ("GetTemplate/ of Zalo", {"OAId": "1"}, "799", "oa-unknown"),
    "the ratings of no template": ("ZNS/GetRating/", {"TemplateID": None}, "791", "oa-or-template-missing"),
    "the ratings of another template": ("ZNS/GetRating/", {"TemplateID": "1"}, "789", "zns-template-unknown"),
    "the quota of another OA": ("ZNS/GetQuota/", OTHER_OA, "799", "oa-unknown"),
    "the quality of no OA": ("ZNS/GetQuality/", NO_OA, "791", "oa-or-template-missing"),
    "a page that is 0": ("GetSmsSentData_V2", {"Page": "0"}, "162", "paging-wrong"),
    "a page that is none": ("GetSmsSentData_V1", {"Page": "x"}, "162", "paging-wrong"),
    "pages that are too large": ("GetSmsSentData_V2", {"PageSize": 501}, "162", "paging-wrong"),
    "an offset that is negative": ("ZNS/GetFollowers/", {"Offset": -1}, "162", "paging-wrong"),
    "a count that is missing": ("ZNS/GetFollowers/", {"Count": None}, "162", "paging-wrong"),
    "an offset beyond what is documented": ("QueryListUID/", {"Offset": 9951}, "162", "paging-wrong"),
    "too many ratings at once": ("ZNS/GetRating/", {"Limit": 51}, "162", "paging-wrong"),
    "a date that is none": ("GetSmsSentData_V2", {"From": "2026-02-30 00:00:00"}, "161", "date-unreadable"),
    "a date in another form": ("GetSmsSentData_V1", {"To": "2026-01-05 00:00:00"}, "161", "date-unreadable"),
    "a time of ratings that is none": ("ZNS/GetRating/", {"ToTime": None}, "161", "date-unreadable"),
    "a day that is none": ("QueryListUID/", {"ToDate": "2026-01-31"}, "161", "date-unreadable"),
}


def code_of(told):
    return str(next(told[name] for name in ("CodeResult", "CodeResponse", "Code", "Error") if name in told))


@pytest.mark.parametrize(("what", "changes", "code", "warning"), REFUSED.values(), ids=REFUSED)
async def test_what_is_wrong_is_refused_with_a_warning_that_says_what_to_change(what, changes, code, warning):
    async with running(accounts=(LISTS,)) as client:
        named = {"Brandname": "SHOP"} if what == "GetTemplate/" else {}
        reply = await ask(client, what, **{**named, **changes})
        assert (reply.status, code_of(reply.json)) == (200, code)
        assert await warned(client) == ([] if warning is None else [warning])


def test_every_code_of_every_check_of_a_question_is_reached_above():
    reached = {code for _, _, code, _ in REFUSED.values()}
    assert {code for _, codes in INQUIRY_CHECKS.values() for code in codes} - reached == set()


@pytest.mark.parametrize(
    ("what", "changes", "body"),
    [
        (
            "QueryListUID/",
            {"FromDate": "x"},
            rb'{"CodeResult":"161","ErrorMessage":"FromDate is invalid date format."}',
        ),
        ("QueryListUID/", {"ToDate": "x"}, rb'{"CodeResult":"161","ErrorMessage":"ToDate is invalid date format."}'),
        ("QueryListUID/", {"Offset": "x"}, rb'{"CodeResult":"162","ErrorMessage":"Offset is invalid."}'),
        ("QueryListUID/", {"Count": "51"}, rb'{"CodeResult":"162","ErrorMessage":"Count is invalid."}'),
        (
            "SummaryMultipleMessage_V4_get",
            {"BrandName": ""},
            rb'{"CodeResult":"104","ErrorMessage":"Brand name code is not exist"}',
        ),
        ("GetTemplate/", {"Brandname": ""}, rb'{"CodeResult":"104","ErrorMessage":"Brand name code is not exist"}'),
        (STATUS_PATH, {"OAId": None}, rb'{"Code":791,"Message":"The OAID or TempID is missing.","Data_callback":null}'),
        ("GetZnsTemplateInfo", {"OAId": None}, rb'{"Error":791,"Message":"The OAID or TempID is missing."}'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_printed_of_a_refusal_is_said_to_the_byte(what, changes, body):
    async with running() as client:
        assert (await ask(client, what, **changes)).body == body


async def test_an_account_without_a_price_list_is_told_so():
    account = Account(
        api_key="test-api-key", secret_key="test-secret-key", prices=Prices(sms=None, advert=None, zalo=None)
    )
    async with running(accounts=(account,)) as client:
        for what in (
            "SummaryMultipleMessage_V4_get",
            "SummaryMultipleSMSBrandname/",
            "SummaryZaloMessage_V4_post_json/",
        ):
            assert (await ask(client, what)).json["CodeResult"] == "102"
            assert await warned(client) == ["price-missing"]


@pytest.mark.parametrize(("settings", "code"), [({"active": False}, "143"), ({"allowed_ips": ("10.0.0.0/8",)}, "140")])
@pytest.mark.parametrize("what", BODIES)
async def test_a_locked_account_and_a_strange_caller_may_ask_for_nothing(what, settings, code):
    account = Account(api_key="test-api-key", secret_key="test-secret-key", **settings)
    async with running(accounts=(account,)) as client:
        assert code_of((await ask(client, what)).json) == code


async def test_a_quirk_answers_105_where_nothing_was_sent():
    async with running(quirks=Quirks(nothing_sent="105")) as client:
        reply = await ask(client, "GetSmsSentData_V2")
        assert reply.body == b'{"CodeResult":"105","ErrorMessage":"The id is not found."}'


RATED = {STATUS_PATH: "callback_data", "GetZaloMessageStatus": "zns_status", "QueryZnsStatus/": "zalo_status"}


def test_every_rate_is_some_operations():
    rates = {each.answers.rate for each in EVERY_OPERATION if each.answers and each.answers.rate}
    assert rates == set(RATED.values()) == set(Rates._fields)


@pytest.mark.parametrize(("what", "rate"), RATED.items(), ids=RATED.values())
async def test_beyond_a_rate_that_the_account_sets_it_is_160_until_sandbox_time_has_passed(what, rate):
    account = Account(api_key="test-api-key", secret_key="test-secret-key", rates=Rates(**{rate: 2}))
    async with running(accounts=(account,)) as client:
        codes = [code_of((await ask(client, what)).json) for _ in range(4)]
        assert [code == "160" for code in codes] == [False, False, True, True]
        assert await warned(client) == ["too-many-requests"]
        await client.advance(by="499ms")
        assert code_of((await ask(client, what)).json) == "160"
        await client.advance(by="1ms")
        assert [code_of((await ask(client, what)).json) == "160" for _ in range(2)] == [False, True]


async def test_a_reset_forgets_how_often_somebody_has_asked_and_others_were_never_counted():
    account = Account(api_key="test-api-key", secret_key="test-secret-key", rates=Rates(zalo_status=1))
    other = Account(api_key="other", secret_key="s", rates=Rates(zalo_status=1))
    async with running(accounts=(account, other)) as client:
        assert [code_of((await ask(client, "QueryZnsStatus/")).json) for _ in range(2)] == ["854", "160"]
        assert code_of((await ask(client, "QueryZnsStatus/", ApiKey="other", SecretKey="s")).json) == "854"
        assert code_of((await ask(client, "QueryZnsStatus/", SecretKey="wrong")).json) == "101"
        await client.post("/_mock/reset", {"api_key": "test-api-key"})
        assert code_of((await ask(client, "QueryZnsStatus/")).json) == "854"


async def test_rates_are_off_unless_the_account_sets_them():
    async with running() as client:
        assert {code_of((await ask(client, "QueryZnsStatus/")).json) for _ in range(120)} == {"854"}
