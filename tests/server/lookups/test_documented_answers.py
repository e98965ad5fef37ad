"""Each answer that FACTS-MESSAGES 4 prints, to the byte: what an account answers that lists nothing."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from mock_esms.config.account import Account, Prices
from mock_esms.config.settings import Quirks
from mock_esms.esms.operations import EVERY_OPERATION
from mock_esms.esms.responses import inquiry_shapes
from mock_esms.esms.responses.response_shapes import ResponseShape
from tests.lookups import BODIES, IN_PATH, STATUS_PATH, ask
from tests.places import running

DOCUMENTED = {
    "GetListBrandname": r'{"CodeResponse":"100","ListBrandName":[{"Brandname":"Baotrixemay","Type":2},'
    r'{"Brandname":"QC_ONLINE","Type":1},{"Brandname":"BAT DONG SAN GIA TOT","Type":23}]}',
    "GetTemplate/": r'{"BrandnameTemplates":[{"NetworkID":6,"TempContent":'
    r'"{P1,20} la ma xac minh dang ky Baotrixemay cua ban","TempId":458}],"CodeResult":"100","ErrorMessage":"success"}',
    "GetTemplate/ of Zalo": r'{"CodeResult":"100","ErrorMessage":"success","ZNSTemplates":[{"TempContent":"<html>",'
    r'"TempId":205644,"TempName":"Xác nhận đăng ký dịch vụ","ZNSTempDetail":[{"Limit":10,"Param":"otp","ParamLevel":1,'
    r'"RequireType":"type_text"}]}]}',
    "SummaryMultipleMessage_V4_get": r'{"CodeResult":"100","ErrorMessage":"success","TotalPrice":850,'
    r'"TotalReceiver":1}',
    "SummaryZaloMessage_V4_post_json/": r'{"CodeResult":"100","ErrorMessage":"success","TotalPrice":660.0000,'
    r'"TotalReceiver":1}',
    "ZNS/GetListZOA/": r'{"CodeResult":"100","ErrorMessage":"success","ZOAList":[{"OAID":"745830328927467685",'
    r'"OAName":"Hệ thống ESMS Marketing"},{"OAID":"4097311281936189049","OAName":"SVoucher"}]}',
    "ZNS/GetQuota/": r'{"CodeResult":"100","ErrorMessage":"success","DailyQuota":5000,"DailyQuotaPromotion":0,'
    r'"EstimatedNextMonthPromotionQuota":425,"MonthlyPromotionQuota":403,"RemainingMonthlyPromotionQuota":403,'
    r'"RemainingQuota":4992,"RemainingQuotaPromotion":0}',
    "ZNS/GetRating/": r'{"CodeResult":"100","ErrorMessage":"success","Data":[{"feedbacks":["Giao hàng nhanh"],'
    r'"msgId":"5dcf84fe1fd8bd85e4ca","note":"","rate":5,"submitDate":"1659750276218","trackingId":""}],"Total":1}',
    "ZNS/GetQuality/": r'{"CodeResult":"100","ErrorMessage":"success","Oa7dayQuality":"HIGH",'
    r'"OaCurrentQuality":"MEDIUM"}',
    "ZNS/GetFollowers/": r'{"CodeResult":"100","ErrorMessage":"success","Followers":[{"User_Id":'
    r'"7800378501923859642"}],"Total":208}',
    "QueryListUID/": r'{"CodeResult":"100","Data":{"Count":50,"Offset":0,"Total":4,"Users":["7406454492343693107"]}}',
    "GetZnsTemplateInfo": r'{"Data":{"ListButtons":[{"Content":"https:\/\/oa.zalo.me\/4097311281936189049",'
    r'"Title":"Quan tâm OA","Type":2}],"ListParams":[{"AcceptNull":false,"MaxLength":100,"MinLength":0,'
    r'"Name":"customer_name","Require":true,"Type":"STRING"}],"PreviewUrl":'
    r'"https:\/\/account.zalo.cloud\/znspreview\/…","Reason":"Template đã được duyệt",'
    r'"Status":"ENABLE","TemplateId":267247,"TemplateName":"Đánh giá dịch vụ - text",'
    r'"TemplateQuality":"null","TemplateTag":"TRANSACTION","Timeout":7200000},"Error":0,"Message":"Success"}',
}
"""What an account answers that lists nothing and whose ZNS price is the sample's."""
AS_SAMPLES = Account(api_key="test-api-key", secret_key="test-secret-key", prices=Prices(zalo=Decimal(660)))

EXAMPLES = {
    "SENT_DATA": r'{"CodeResult":"100","CountTotal":2,"SentData":[{"Campaign":"Chiến dịch 02\/10\/2023","Content":"…",'
    r'"Phone":"0901888484","ReferenceId":"35781d6c25524e40a035c26663189549","SellPrice":345.0,"SendResult":0,'
    r'"SendStatus":5,"SentTime":"\/Date(1705484048995+0700)\/","SmsId":29028845,"SmsType":2}]}',
    "ADVERT_PRICE": r'{"CodeResult":"100","ErrorMessage":"success","TotalPrice":1691300.0000,"TotalReceiver":2997}',
    "CALLBACK_DATA": r'{"Code":100,"Message":"Success","Data_callback":[{"SMSID":'
    r'"4a496110-9fd3-4838-ac8b-bcaa36616f7011","SendFailed":1,"SendSuccess":0,"SendStatus":5,"TotalPrice":0.0,'
    r'"TotalReceiver":1,"TotalSent":1,"RequestId":null,"TypeId":25,"Telcoid":1,"PhoneNumber":"0909090909",'
    r'"CallbackUrl":"https://…","Partnerids":"7984e9b198c40e9957d6","ErrorInfo":"{\"error\":-124,\"message\":'
    r'\"Access token is invalid\"}Object reference not set to an instance of an object.","OAId":"1090257973118325189",'
    r'"ZnsTempId":"228386"}]}',
    "ZNS_STATUS": r'{"CodeResult":"100","Data":{"delivery_time":"1767678030984","message":'
    r'"The message was delivered to the user'
    "'s phone"
    r'","status":1},"ErrorMessage":"success. "}',
    "ZALO_STATUS": r'{"CodeResult":"100","Data":{"ErrorInfo":"0","FinalStatus":"1","SMSID":'
    r'"59e0c764219c49119063db4468f257fb221","SendFailed":0,"SendStatus":5,"SendSuccess":1,"TotalPrice":330.0,'
    r'"TotalReceiver":1,"TotalSent":1,"ZaloMsgId":"6dc7499c9ef6baaee3e1"}}',
}
"""What is printed of answers about messages: no sandbox has sent these, but its answers have these shapes."""

WRONG_KEYS = {
    "GetSmsSentData_V2": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed."}',
    "GetSmsSentData_V1": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed."}',
    STATUS_PATH: r'{"Code":101,"Message":"Authorize Failed","Data_callback":null}',
    "GetZaloMessageStatus": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "QueryZnsStatus/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "GetListBrandname": r'{"CodeResponse":"101","ErrorMessage":"Authorize Failed"}',
    "GetListBrandnameV2": r'{"CodeResponse":"101","ErrorMessage":"Authorize Failed"}',
    "GetTemplate/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "GetTemplate/ of Zalo": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "ZNS/GetListZOA/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed."}',
    "ZNS/GetQuota/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "ZNS/GetRating/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "ZNS/GetQuality/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "ZNS/GetFollowers/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "QueryListUID/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
    "GetZnsTemplateInfo": r'{"Error":101,"Message":"Authorize Failed"}',
    "SummaryMultipleMessage_V4_get": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed."}',
    "SummaryMultipleSMSBrandname/": r'{"CodeResult":"101","CountRegenerate":0,"ErrorMessage":"Authorize Failed"}',
    "SummaryZaloMessage_V4_post_json/": r'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}',
}


def test_every_row_that_answers_a_question_is_asked_here():
    rows = [operation for operation in EVERY_OPERATION if operation.answers is not None]
    asked = {what.partition(" ")[0].strip("/") for what in BODIES}
    assert {operation.name for operation in rows} == asked, "add the new row's request to tests.lookups.BODIES"
    assert len(BODIES) == len(rows)
    assert WRONG_KEYS.keys() == BODIES.keys(), "say what the new row answers to wrong keys"


@pytest.mark.parametrize(("what", "body"), DOCUMENTED.items(), ids=DOCUMENTED)
async def test_what_an_account_answers_that_lists_nothing_is_the_documentations_sample(what, body):
    async with running(accounts=(AS_SAMPLES,)) as client:
        reply = await ask(client, what)
        assert (reply.status, reply.body.decode()) == (200, body)
        assert reply.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(("name", "body"), EXAMPLES.items(), ids=EXAMPLES)
def test_the_shapes_of_answers_about_messages_are_those_that_facts_prints(name, body):
    shape = getattr(inquiry_shapes, name)
    assert shape.write(shape.example).decode() == body


def test_every_shape_of_an_answer_is_some_operations():
    every = {each.name for each in vars(inquiry_shapes).values() if isinstance(each, ResponseShape)}
    assert {operation.response_shape.name for operation in EVERY_OPERATION if operation.answers} == every


@pytest.mark.parametrize(("what", "body"), WRONG_KEYS.items(), ids=WRONG_KEYS)
async def test_wrong_keys_are_answered_in_the_manner_of_each_operation(what, body):
    async with running() as client:
        reply = await ask(client, what, SecretKey="wrong")
        assert (reply.status, reply.body.decode()) == (200, body)


@pytest.mark.parametrize("what", [what for what in BODIES if what != STATUS_PATH])
async def test_every_question_to_the_rest_host_has_its_twin_in_xml(what):
    async with running() as client:
        told, twin = await ask(client, what), await ask(client, what, root="/MainService.svc/xml")
        assert twin.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert [element.tag for element in ET.fromstring(twin.body)] == list(told.json)  # noqa: S314 - our own


@pytest.mark.parametrize("what", sorted(IN_PATH))
async def test_a_quirk_answers_wrong_keys_about_brands_as_the_page_has_it(what):
    async with running(quirks=Quirks(brandnames_refusal="CodeResult")) as client:
        reply = await ask(client, what, SecretKey="wrong")
        assert reply.body == b'{"CodeResult":"101","ErrorMessage":"Authorize Failed"}'


async def test_an_older_answer_about_a_template_has_quotas_that_are_null():
    async with running(quirks=Quirks(template_details="older")) as client:
        reply = await ask(client, "GetZnsTemplateInfo")
        assert reply.body.decode() == (
            r'{"Data":{"ApplyTemplateQuota":false,"ListParams":[{"AcceptNull":false,"MaxLength":100,"MinLength":0,'
            r'"Name":"customer_name","Require":true,"Type":"STRING"}],"PreviewUrl":'
            r'"https:\/\/account.zalo.cloud\/znspreview\/…","Status":"ENABLE","TemplateDailyQuota":null,'
            r'"TemplateId":267247,"TemplateName":"Đánh giá dịch vụ - text","TemplateQuality":"UNDEFINED",'
            r'"TemplateRemainingQuota":null,"TemplateTag":"OTP","Timeout":15000},"Error":0,"Message":"Success"}'
        )
