"""What an account answers about itself that lists what it has (FACTS-MESSAGES 4, R2 to R16; CONTRACT 12)."""

from decimal import Decimal

import pytest

from mock_esms.config.account import (
    Account,
    Brandname,
    Prices,
    Rating,
    SmsTemplate,
    ZaloAccount,
    ZaloUser,
    ZnsButton,
    ZnsParameter,
    ZnsTemplate,
)
from tests.lookups import ask
from tests.places import running
from tests.sms import KEYS, ROOT, but
from tests.zalo import OA, V6, V6_PATH

OTP = ZnsTemplate(
    id="205644",
    name="Code",
    text="Mã của bạn: {{otp}}, {{name}}",
    tag="OTP",
    params=(ZnsParameter(name="otp", type="type_number", max_length=6), ZnsParameter(name="name", required=False)),
    buttons=(ZnsButton(title="Xem", content="https://example.com/a", type=7),),
)
BY_TEXT = ZnsTemplate(id="tpl-a", text="{{date}} {{otp}} {{date}}")
USERS = (
    ZaloUser(id="u1", tags=("vip",), last_contact="05/01/2026"),
    ZaloUser(id="u2", last_contact="01/02/2026"),
    ZaloUser(id="u3", follower=False, tags=("vip",)),
)
RATINGS = (
    Rating(
        template="205644",
        rate=4,
        feedbacks=("Giao hàng nhanh",),
        submitted="2026-01-05 09:00:00",
        tracking_id="order-1",
    ),
    Rating(template="205644", rate=1, note="Chậm", submitted="2026-02-05 09:00:00"),
    Rating(template="tpl-a"),
)
SHOP = Account(
    api_key="test-api-key",
    secret_key="test-secret-key",
    brandnames=(Brandname(name="SHOP", types=(1, 2)), Brandname(name="TARGEEK.IO", types=(23,))),
    sms_templates=(
        SmsTemplate(id=459, brandname="SHOP", text="Ma {P1,8}", networks=("Viettel", "Reddi")),
        SmsTemplate(id=460, brandname="OTHER", text="Khac"),
    ),
    prices=Prices(sms=Decimal("830.5"), advert=Decimal(560), zalo=Decimal(660)),
    zalo=(
        ZaloAccount(
            oa_id=OA, name="Shop", templates=(OTP, BY_TEXT), daily_quota=5, quality="LOW", users=USERS, ratings=RATINGS
        ),
        ZaloAccount(oa_id="4097311281936189049"),
    ),
)


async def told(what, **changes):
    async with running(accounts=(SHOP,)) as client:
        reply = await ask(client, what, **changes)
        assert reply.status == 200
        return reply.json


async def test_a_brand_is_listed_for_each_of_its_types():
    brands = [("SHOP", 1), ("SHOP", 2), ("TARGEEK.IO", 23)]
    listed = (await told("GetListBrandname"))["ListBrandName"]
    assert listed == [{"Brandname": name, "Type": kind} for name, kind in brands]
    numbered = (await told("GetListBrandnameV2"))["ListBrandName"]
    assert numbered == [{**brand, "ServiceId": number} for number, brand in enumerate(listed, start=1)]


async def test_a_text_is_listed_once_for_each_of_its_networks():
    listed = (await told("GetTemplate/", Brandname="SHOP"))["BrandnameTemplates"]
    assert listed == [{"NetworkID": number, "TempContent": "Ma {P1,8}", "TempId": 459} for number in (1, 7)]


@pytest.mark.parametrize("kind", ["2", 8])
async def test_everybody_has_the_text_of_the_demo_brand_with_every_network(kind):
    listed = (await told("GetTemplate/", Brandname="Baotrixemay", SmsType=kind, OAId=""))["BrandnameTemplates"]
    assert [each["NetworkID"] for each in listed] == [1, 2, 3, 4, 5, 6, 7]
    assert {each["TempContent"] for each in listed} == {"{CODE,8} la ma xac minh dang ky Baotrixemay cua ban"}


async def test_the_oas_are_listed_with_their_names():
    assert (await told("ZNS/GetListZOA/"))["ZOAList"] == [
        {"OAID": OA, "OAName": "Shop"},
        {"OAID": "4097311281936189049", "OAName": ""},
    ]


@pytest.mark.parametrize("spelling", ["OAId", "OAID", "AOID"])
@pytest.mark.parametrize("kind", ["24", 25])
async def test_an_oas_templates_are_listed_with_their_variables(spelling, kind):
    listed = await told("GetTemplate/ of Zalo", SmsType=kind, **{"OAId": None, spelling: OA})
    first, second = listed["ZNSTemplates"]
    assert first == {
        "TempContent": "Mã của bạn: {{otp}}, {{name}}",
        "TempId": 205644,
        "TempName": "Code",
        "ZNSTempDetail": [
            {"Limit": 6, "Param": "otp", "ParamLevel": 1, "RequireType": "type_number"},
            {"Limit": 100, "Param": "name", "ParamLevel": 1, "RequireType": "type_text"},
        ],
    }
    assert second["TempId"] == "tpl-a"
    assert [each["Param"] for each in second["ZNSTempDetail"]] == ["date", "otp"]


async def test_an_oa_that_lists_no_templates_answers_the_sample():
    listed = (await told("GetTemplate/ of Zalo", OAId="4097311281936189049"))["ZNSTemplates"]
    assert [each["TempId"] for each in listed] == [205644]


async def test_a_quota_goes_down_with_each_message_of_the_day_and_is_whole_at_midnight():
    async with running(accounts=(SHOP,)) as client:
        for number in range(3):
            body = but(V6, Phone=f"090188848{number}", TempData={"otp": "123456"})
            assert (await client.post(V6_PATH, body)).json["CodeResult"] == "100"
        quota = (await ask(client, "ZNS/GetQuota/")).json
        assert (quota["DailyQuota"], quota["RemainingQuota"]) == (5, 2)
        assert list(quota)[:2] == ["CodeResult", "ErrorMessage"]
        await client.advance(by="15h")
        assert (await ask(client, "ZNS/GetQuota/")).json["RemainingQuota"] == 5


async def test_the_quality_of_an_oa_is_the_accounts():
    assert await told("ZNS/GetQuality/") == {
        "CodeResult": "100",
        "ErrorMessage": "success",
        "Oa7dayQuality": "LOW",
        "OaCurrentQuality": "LOW",
    }


async def test_ratings_are_those_of_a_template_and_a_period_page_by_page():
    january = await told("ZNS/GetRating/")
    (rating,) = january["Data"]
    assert january["Total"] == 1
    assert (rating["rate"], rating["feedbacks"], rating["trackingId"]) == (4, ["Giao hàng nhanh"], "order-1")
    assert rating["submitDate"] == "1767578400000"
    assert len(bytes.fromhex(rating["msgId"])) == 10
    second = await told("ZNS/GetRating/", ToTime="2026-12-31 00:00:00", Offset=1, Limit=1)
    assert ([each["note"] for each in second["Data"]], second["Total"]) == (["Chậm"], 2)
    beyond = await told("ZNS/GetRating/", Offset=7)
    assert (beyond["Data"], beyond["Total"]) == ([], 1)
    assert (await told("ZNS/GetRating/", TemplateID="tpl-a"))["Total"] == 1


@pytest.mark.parametrize("count", ["Count", "Limit"])
async def test_followers_are_told_page_by_page(count):
    first = await told("ZNS/GetFollowers/", **{"Count": None, count: 1})
    assert (first["Followers"], first["Total"]) == ([{"User_Id": "u1"}], 2)
    assert (await told("ZNS/GetFollowers/", Offset=1))["Followers"] == [{"User_Id": "u2"}]
    assert (await told("ZNS/GetFollowers/", Offset=2))["Followers"] == []


@pytest.mark.parametrize(
    ("changes", "users"),
    [
        ({}, ["u1", "u3"]),
        ({"ToDate": "01/02/2026"}, ["u1", "u2", "u3"]),
        ({"IsFollower": "1"}, ["u1"]),
        ({"IsFollower": "0"}, ["u3"]),
        ({"IsFollower": "", "TagName": "vip"}, ["u1", "u3"]),
        ({"TagName": "other"}, []),
        ({"Offset": 1}, ["u3"]),
        ({"Count": 1}, ["u1"]),
        ({"Offset": 9950}, []),
    ],
)
async def test_who_has_written_to_an_oa_is_found_by_day_tag_and_following(changes, users):
    data = (await told("QueryListUID/", **changes))["Data"]
    assert data["Users"] == users
    assert data["Offset"] == changes.get("Offset", 0)


async def test_users_without_a_list_are_the_sample_and_nobody_beyond_its_end():
    async with running() as client:
        data = (await ask(client, "QueryListUID/", Offset=4, Count=10)).json["Data"]
        assert data == {"Count": 10, "Offset": 4, "Total": 4, "Users": []}


async def test_a_template_is_told_with_its_variables_and_buttons():
    data = (await told("GetZnsTemplateInfo", TemplateId="205644", OAId=OA))["Data"]
    assert data["ListButtons"] == [{"Content": "https://example.com/a", "Title": "Xem", "Type": 7}]
    assert [(each["Name"], each["Type"], each["Require"], each["AcceptNull"]) for each in data["ListParams"]] == [
        ("otp", "NUMBER", True, False),
        ("name", "STRING", False, True),
    ]
    assert (data["TemplateId"], data["TemplateName"], data["TemplateTag"]) == (205644, "Code", "OTP")
    assert data["Status"] == "ENABLE"


async def test_a_template_without_a_list_is_told_as_the_one_that_was_asked_about():
    async with running() as client:
        assert (await ask(client, "GetZnsTemplateInfo", TemplateId="42")).json["Data"]["TemplateId"] == 42


LONG = "x" * 161
ACCENTS = "Mã " + "x" * 68


@pytest.mark.parametrize(
    ("content", "more", "price", "receivers"),
    [
        ("Ma 1", {}, "830.5000", 1),
        (LONG, {}, "1661.0000", 1),
        (ACCENTS, {}, "1661.0000", 1),
        ("x" * 71, {"IsUnicode": "1"}, "1661.0000", 1),
        ("Ma 1", {"Phone": "0901888484,84901888485"}, "1661.0000", 2),
    ],
)
async def test_an_sms_costs_its_segments_for_each_receiver(content, more, price, receivers):
    async with running(accounts=(SHOP,)) as client:
        body = {"Content": content, "BrandName": "SHOP", **more}
        reply = await ask(client, "SummaryMultipleMessage_V4_get", **body)
        written = price if not price.endswith(".0000") else price.removesuffix(".0000")
        assert reply.body.decode() == (
            f'{{"CodeResult":"100","ErrorMessage":"success","TotalPrice":{written},"TotalReceiver":{receivers}}}'
        )


async def test_an_advertisement_costs_its_segments_for_each_valid_receiver_with_four_places():
    async with running(accounts=(SHOP,)) as client:
        people = "0901888484</PHONE></CUSTOMER><CUSTOMER><PHONE>12</PHONE></CUSTOMER><CUSTOMER><PHONE>0901888485"
        reply = await ask(client, "SummaryMultipleSMSBrandname/", Brandname="SHOP", Content=LONG, Phone=people)
        assert reply.body == b'{"CodeResult":"100","ErrorMessage":"success","TotalPrice":2240.0000,"TotalReceiver":2}'


async def test_a_zalo_message_costs_the_accounts_price_and_asking_costs_nothing():
    async with running(accounts=(SHOP,)) as client:
        reply = await ask(client, "SummaryZaloMessage_V4_post_json/")
        assert reply.body == b'{"CodeResult":"100","ErrorMessage":"success","TotalPrice":660.0000,"TotalReceiver":1}'
        balance = await client.get("/MainService.svc/json/GetBalance/test-api-key/test-secret-key")
        assert balance.json["Balance"] == 1_000_000
        assert (await client.get("/_mock/messages")).json["total"] == 0


async def test_what_an_account_lists_from_now_on_is_told_from_now_on():
    async with running() as client:
        changed = {"secret_key": "test-secret-key", "brandnames": [{"name": "NEW", "types": [2]}]}
        assert (await client.put("/_mock/accounts/test-api-key", changed)).status == 200
        listed = (await ask(client, "GetListBrandname")).json["ListBrandName"]
        assert listed == [{"Brandname": "NEW", "Type": 2}]


async def test_what_was_registered_and_approved_is_listed_from_then_on():
    account = Account(
        api_key="test-api-key",
        secret_key="test-secret-key",
        brandnames=(Brandname(name="SHOP"),),
        sms_templates=(),
        zalo=(ZaloAccount(oa_id=OA, templates=()),),
    )
    zns = {**KEYS, "Content": "Ma {{otp}}", "ImageUrl": "https://example.com/a.png", "OAID": OA, "SmsType": "25"}
    sms = {**KEYS, "Content": "Ma {code:6}", "Brandname": "SHOP", "ServiceType": "2", "SmsType": "2"}
    async with running(accounts=(account,)) as client:
        applied = [
            (await client.post(f"{ROOT}/{name}/", body)).json["ServicePreviewId"]
            for name, body in (("RegisZNSTemplateJson", zns), ("SubServicePreviewJson", sms))
        ]
        assert (await ask(client, "GetTemplate/ of Zalo")).json["ZNSTemplates"] == []
        assert (await ask(client, "GetTemplate/", Brandname="SHOP")).json["BrandnameTemplates"] == []
        await client.advance()
        (approved,) = (await ask(client, "GetTemplate/ of Zalo")).json["ZNSTemplates"]
        assert (approved["TempId"], approved["TempContent"]) == (applied[0], "Ma {{otp}}")
        texts = (await ask(client, "GetTemplate/", Brandname="SHOP")).json["BrandnameTemplates"]
        assert {(each["TempId"], each["TempContent"]) for each in texts} == {(applied[1], "Ma {code:6}")}
