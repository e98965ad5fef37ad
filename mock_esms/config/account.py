"""An account of the sandbox: its keys, what it may do, and what eSMS has set up for it (CONTRACT 6 and 12).

A list that is left out means that any such thing exists. What is in these lists is written in the words of
FACTS-MESSAGES: networks Viettel … Reddi, ``type_text``, and so on.
"""

from decimal import Decimal
from typing import Annotated, Final, Literal, NamedTuple, get_type_hints

from mock_esms.config.documents.annotations import About, Reads
from mock_esms.config.documents.decoders import build
from mock_esms.config.documents.field_types import FilledText, Money, Network, Truth, integer, number
from mock_esms.model.value import shown_without

DEFAULT_API_KEY: Final = "test-api-key"
DEFAULT_SECRET_KEY: Final = "test-secret-key"  # noqa: S105 - the sandbox's published test account, no secret

CarrierName = Literal["Viettel", "Mobifone", "Vinaphone", "Vietnamobile", "Gmobile", "Itel", "Reddi"]
ParameterType = Literal["type_text", "type_number", "type_date", "type_cta_url"]
Quality = Literal["HIGH", "MEDIUM", "LOW", "UNDEFINED"]
Tag = Literal[
    "TRANSACTION",
    "CUSTOMER_CARE",
    "PROMOTION",
    "OTP",
    "IN_TRANSACTION",
    "POST_TRANSACTION",
    "ACCOUNT_UPDATE",
    "GENERAL_UPDATE",
    "FOLLOW_UP",
]
SmsType = Annotated[int, integer(1, 99)]
Amount = Annotated[int, integer(0, 1_000_000_000)]
MaxLength = Annotated[int, integer(1, 10_000)]
Stars = Annotated[int, integer(1, 5)]
Rate = Annotated[float, number(0.1, 100_000)]
LineCount = Annotated[int, integer(1, 100_000)]
Places = Annotated[int, integer(0, 1_000_000)]

_ANY: Final = "any number"
_NETWORKS: Final = About("The networks that it is registered with.", (["Viettel", "Vinaphone"],), "all of them")


class Recording(NamedTuple):
    """A recording for MakeCallRecord_V2; where only its id is known, the id alone may stand in its place."""

    id: Annotated[FilledText, About("Its TemplateId.", ("17",))]
    says: Annotated[str, About("What the called person hears.", ("Thank you for your order.",), "unknown")] = ""

    def written(self) -> object:
        """As a document writes it."""
        return {"id": self.id, "says": self.says} if self.says else self.id


class VoiceTemplate(NamedTuple):
    """A template for MakeCallTemplate_V2 or MakeCall; where only its id is known, the id alone may stand here."""

    id: Annotated[FilledText, About("Its TemplateId, or ApiCode.", ("5",))]
    text: Annotated[
        str, About("What is read aloud; {1} is the first value.", ("Hello {1}, you owe {2} VND.",), "unknown")
    ] = ""

    def written(self) -> object:
        """As a document writes it."""
        return {"id": self.id, "text": self.text} if self.text else self.id


def _id_or(model: type) -> Reads:
    """The annotation of what may be written as its id alone."""

    def parse(value: object) -> object:
        return value if isinstance(value, str) else build(model, value)

    schema = {
        "type": ["string", "object"],
        "properties": {
            name: {
                "type": "string",
                "description": " ".join(mark.text for mark in hint.__metadata__ if isinstance(mark, About)),
            }
            for name, hint in get_type_hints(model, include_extras=True).items()
        },
        "required": ["id"],
        "additionalProperties": False,
    }
    return Reads(parse, schema)


class Brandname(NamedTuple):
    """A sender of SMS or Viber messages."""

    name: Annotated[FilledText, About("The name that receivers see.", ("BAT DONG SAN GIA TOT",))]
    types: Annotated[tuple[SmsType, ...], About("The SmsTypes it may send.", ([1, 2],))] = (2,)
    networks: Annotated[tuple[CarrierName, ...] | None, _NETWORKS] = None


class SmsTemplate(NamedTuple):
    """A text that customer care SMS (SmsType 2) of a brand must fit."""

    id: Annotated[Amount, About("Its TempId.", (458,))]
    brandname: Annotated[FilledText, About("The brand that it is registered for.", ("Baotrixemay",))]
    text: Annotated[
        FilledText,
        About("Its text; {P1,20} is a variable of at most 20 characters.", ("{P1,8} la ma xac minh dang ky",)),
    ]
    networks: Annotated[tuple[CarrierName, ...] | None, _NETWORKS] = None


class ZnsParameter(NamedTuple):
    """A variable of a ZNS template."""

    name: Annotated[FilledText, About("Its name.", ("otp",))]
    type: Annotated[ParameterType, About("What it holds.", ("type_number",))] = "type_text"
    max_length: Annotated[MaxLength, About("How many characters it may have.", (10,))] = 100
    required: Annotated[Truth, About("Whether a message needs it.")] = True


class ZnsButton(NamedTuple):
    """A button below a ZNS message."""

    title: Annotated[FilledText, About("What stands on it.", ("Quan tâm OA",))]
    content: Annotated[FilledText, About("The address or number that it leads to.", ("https://oa.zalo.me/1",))]
    type: Annotated[Annotated[int, integer(1, 8)], About("1 page, 2 phone, 3 OA, 4 mini app, and so on.", (3,))] = 1


class ZnsTemplate(NamedTuple):
    """A template of ZNS messages."""

    id: Annotated[FilledText, About("Its TempID.", ("205644",))]
    name: Annotated[str, About("Its name in lists.", ("Xác nhận đăng ký",))] = ""
    text: Annotated[str, About("What the receiver reads; {{otp}} is a variable.", ("Mã của bạn: {{otp}}",))] = ""
    tag: Annotated[Tag, About("Its TemplateTag.")] = "TRANSACTION"
    params: Annotated[
        tuple[ZnsParameter, ...] | None,
        About("Its variables.", ([{"name": "otp", "type": "type_number"}],), "those in its text, of any kind"),
    ] = None
    buttons: Annotated[tuple[ZnsButton, ...], About("Its buttons.")] = ()


class ZaloUser(NamedTuple):
    """Somebody who follows an OA, or has written to it."""

    id: Annotated[FilledText, About("The Zalo user id.", ("7800378501923859642",))]
    follower: Annotated[Truth, About("Whether it follows the OA.")] = True
    tags: Annotated[tuple[str, ...], About("Tags that the OA gave it.", (["vip"],))] = ()
    last_contact: Annotated[str, About("The day it last wrote, dd/MM/yyyy.", ("05/01/2026",), "any day")] = ""


class Rating(NamedTuple):
    """What a customer said of a ZNS message that asks for stars."""

    template: Annotated[FilledText, About("The TempID of the template that asked.", ("205644",))]
    rate: Annotated[Stars, About("How many stars.", (5,))] = 5
    feedbacks: Annotated[tuple[str, ...], About("The answers that were ticked.", (["Giao hàng nhanh"],))] = ()
    note: Annotated[str, About("What was written.")] = ""
    submitted: Annotated[str, About("When, as yyyy-MM-dd HH:mm:ss.", ("2026-01-05 09:00:00",), "any time")] = ""
    tracking_id: Annotated[str, About("The RequestId of the message.", ("order-42",))] = ""


class ZaloAccount(NamedTuple):
    """An Official Account of Zalo (OA)."""

    oa_id: Annotated[FilledText, About("Its OAID.", ("745830328927467685",))]
    name: Annotated[str, About("Its name.", ("Hệ thống ESMS Marketing",))] = ""
    templates: Annotated[tuple[ZnsTemplate, ...] | None, About("Its ZNS templates.", (), "any exists")] = None
    daily_quota: Annotated[Amount, About("How many ZNS messages it may send a day.")] = 5000
    quality: Annotated[Quality, About("Its quality, of 7 days and now.")] = "HIGH"
    mode_3: Annotated[Truth, About("Whether it may send over its quota (SendingMode 3); else 802.")] = False
    users: Annotated[tuple[ZaloUser, ...] | None, About("Who follows it.", (), "the documentation's sample")] = None
    ratings: Annotated[tuple[Rating, ...] | None, About("What it was rated.", (), "the documentation's sample")] = None


class MultichannelTemplate(NamedTuple):
    """What eSMS has bound together for a code by Zalo and then SMS (MultiChannelTempId)."""

    id: Annotated[FilledText, About("Its MultiChannelTempId.", ("12",))]
    oa_id: Annotated[FilledText, About("The OA that sends it.", ("745830328927467685",))]
    template: Annotated[FilledText, About("The TempID of its ZNS template.", ("205644",))]
    brandname: Annotated[FilledText, About("The brand of its SMS.", ("Baotrixemay",))]
    sms_text: Annotated[FilledText, About("The text of its SMS; {OTP} is the code.", ("{OTP} la ma cua ban",))]


class Shortcode(NamedTuple):
    """A shortcode to which people write, and the address that eSMS then calls (FACTS-MESSAGES 5)."""

    number: Annotated[FilledText, About("The number that people write to.", ("8041",))]
    url: Annotated[FilledText, About("The address that is called.", ("http://127.0.0.1:9000/receive_mo",))]
    keyword: Annotated[str, About("The first word of what they write.", ("DK",), "any word")] = ""
    cpid: Annotated[str, About("The partner's id.", ("abcdef",))] = ""
    private_key: Annotated[str, About("What the signature is made with; it needs to be no real one.")] = ""

    def __repr__(self) -> str:
        """Without the key."""
        return shown_without(self, "private_key")


class Prices(NamedTuple):
    """What a segment of an SMS, or a message, costs in VND; null: there is no price list for it (102)."""

    sms: Annotated[Money | None, About("A segment of a customer care SMS.")] = Decimal(850)
    advert: Annotated[Money | None, About("A segment of an advertisement.")] = Decimal(500)
    zalo: Annotated[Money | None, About("A ZNS message.")] = Decimal(330)
    viber: Annotated[Money | None, About("A Viber message.")] = Decimal(470)
    consult: Annotated[Money | None, About("A Zalo consulting or transaction message.")] = Decimal(60)
    journey: Annotated[Money | None, About("A Zalo journey message.")] = Decimal(220)
    uid: Annotated[Money | None, About("A Zalo message by user id.")] = Decimal(2104)


class Rates(NamedTuple):
    """How many requests a second are answered, in sandbox time; beyond that it is 160 (FACTS-MESSAGES 4)."""

    callback_data: Annotated[Rate | None, About("ZaloCallback/GetCallback.", (20,), _ANY)] = None
    zns_status: Annotated[Rate | None, About("GetZaloMessageStatus.", (30,), _ANY)] = None
    zalo_status: Annotated[Rate | None, About("QueryZnsStatus.", (100,), _ANY)] = None


class Account(NamedTuple):
    """An account of the sandbox: its keys, what it may do, and what makes eSMS refuse its requests (FACTS 2)."""

    api_key: Annotated[FilledText, About("ApiKey of its requests.", ("shop",))]
    secret_key: Annotated[FilledText, About("SecretKey of its requests; it needs to be no real one.")]
    balance: Annotated[
        Money, About("What it has, in VND. Below the price of a minute, or of a message, it is refused (103).")
    ] = Decimal(1_000_000)
    price_per_minute: Annotated[
        Money | None,
        About("What each started minute of a call costs, in VND; null: it has no price list (102)."),
    ] = Decimal(450)
    caller_id: Annotated[str, About("The landline that its calls come from (CID).")] = "02871002454"
    recordings: Annotated[
        tuple[Annotated[Recording | str, _id_or(Recording)], ...] | None,
        About("Its recordings; calls with other TemplateIds are refused (106).", (["17", "18"],), "any exists"),
    ] = None
    templates: Annotated[
        tuple[Annotated[VoiceTemplate | str, _id_or(VoiceTemplate)], ...] | None,
        About("Its voice templates; calls with other TemplateIds are refused (104).", (["5"],), "any exists"),
    ] = None
    blocked_phones: Annotated[
        tuple[str, ...], About("Phone numbers that it must not reach (99).", (["0901234567"],))
    ] = ()
    allowed_ips: Annotated[
        tuple[Network, ...] | None,
        About("Addresses or networks that its requests may come from (140).", (["127.0.0.1", "10.0.0.0/8"],), "any"),
    ] = None
    active: Annotated[Truth, About("false: it is locked (143).")] = True
    brandnames: Annotated[
        tuple[Brandname, ...] | None, About("Its senders; others are refused (104).", (), "any exists")
    ] = None
    sms_templates: Annotated[
        tuple[SmsTemplate, ...] | None,
        About("What its customer care SMS must fit; others are refused (146).", (), "any text fits"),
    ] = None
    zalo: Annotated[tuple[ZaloAccount, ...] | None, About("Its OAs; others are refused (799).", (), "any exists")] = (
        None
    )
    multichannel: Annotated[
        tuple[MultichannelTemplate, ...] | None,
        About("What is bound for codes by Zalo and then SMS.", (), "any id, with the documentation's own texts"),
    ] = None
    shortcodes: Annotated[tuple[Shortcode, ...], About("The shortcodes to which people may write.")] = ()
    prices: Annotated[Prices, About("What its messages cost.")] = Prices()
    blocked_words: Annotated[tuple[FilledText, ...], About("Words that no SMS may hold (201).", (["casino"],))] = ()
    rates: Annotated[Rates, About("How many requests a second are answered.", (), _ANY)] = Rates()
    lines: Annotated[LineCount | None, About("Its calls that ring or talk at a time; others wait.", (30,), _ANY)] = None
    queue: Annotated[Places | None, About("With `lines`: calls that may wait; one more is 160.", (100,), _ANY)] = None
    requests_per_second: Annotated[
        Rate | None, About("Requests to call or to send that it may make a second; one more is 160.", (20,), _ANY)
    ] = None

    def __repr__(self) -> str:
        """Without the secret."""
        return shown_without(self, "secret_key")

    def recording(self, template_id: str) -> Recording | None:
        """The recording with that id; where none are listed, any."""
        if self.recordings is None or template_id in self.recordings:
            return Recording(id=template_id)
        listed = (entry for entry in self.recordings if isinstance(entry, Recording))
        return next((entry for entry in listed if entry.id == template_id), None)

    def voice_template(self, template_id: str) -> VoiceTemplate | None:
        """The voice template with that id; where none are listed, any."""
        if self.templates is None or template_id in self.templates:
            return VoiceTemplate(id=template_id)
        listed = (entry for entry in self.templates if isinstance(entry, VoiceTemplate))
        return next((entry for entry in listed if entry.id == template_id), None)


DEFAULT_ACCOUNT: Final = Account(api_key=DEFAULT_API_KEY, secret_key=DEFAULT_SECRET_KEY)
