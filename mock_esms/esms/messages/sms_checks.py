"""What eSMS looks at before it accepts an SMS or a Viber message (FACTS-MESSAGES 2 and 8)."""

import re
from typing import Final

from mock_esms.config.account import Account, Brandname, SmsTemplate
from mock_esms.esms.formats.phone import carrier
from mock_esms.esms.messages.sms_template import DEMO_BRAND, DEMO_TEMPLATE, fits_template
from mock_esms.esms.messages.submission import Submission
from mock_esms.esms.responses import result_codes
from mock_esms.esms.responses.operation_result import Objection, objection

FEWEST_PHONES: Final = 30
MOST_PHONES: Final = 5000
"""To how many phones an advertisement goes (FACTS-MESSAGES 2, S2, doc)."""
_DEMO: Final = Brandname(name=DEMO_BRAND)


def check_brand(submission: Submission) -> Objection | None:
    """104: the account has no such brand, or none for this type, whatever the content is (captured)."""
    name, type_id = submission.value("Brandname"), submission.draft.legs[0].type_id
    unknown = unknown_brand(submission.account, name)
    brands = _brands(submission.account, name)
    if unknown is not None or brands is None or any(type_id in brand.types for brand in brands):
        return unknown
    types = ", ".join(str(each) for brand in brands for each in brand.types)
    message = f"The Brandname {name!r} is registered for SmsType {types}, not for {type_id}."
    return objection(result_codes.BRAND_NOT_FOUND, "brandname-of-another-type", message)


def unknown_brand(account: Account, name: str) -> Objection | None:
    """104: the account has no such brand; everybody has the demo brand."""
    if not name:
        return objection(
            result_codes.BRAND_NOT_FOUND, "brandname-unknown", "Brandname is missing; give one of the account's."
        )
    if _brands(account, name) != []:
        return None
    message = f"The account has no Brandname {name!r}; add it to its brandnames, or write it as it stands there."
    return objection(result_codes.BRAND_NOT_FOUND, "brandname-unknown", message)


def check_advert_count(submission: Submission) -> Objection | None:
    """107 and 120: an advertisement goes to 30 to 5000 distinct phones; with Sandbox=1 fewer will do (doc, sample)."""
    count = len(submission.draft.request.phones)
    if count < FEWEST_PHONES and not submission.spared:
        message = f"{count} valid phones are too few for an advertisement; give {FEWEST_PHONES} distinct ones or more."
        return objection(result_codes.TOO_FEW_PHONES, "phones-too-few", message)
    if count > MOST_PHONES:
        message = f"{count} phones are too many for one request; give at most {MOST_PHONES}."
        return objection(result_codes.TOO_MANY_PHONES, "phones-too-many", message)
    return None


def check_blocked_words(submission: Submission) -> Objection | None:
    """201: the text has a word that the account must not send."""
    words = submission.account.blocked_words
    found = _any_of(words).search(submission.draft.legs[0].text) if words else None
    if found is None:
        return None
    return objection(
        result_codes.WORD_BLOCKED, "word-blocked", f"The word {found[0]!r} stands in the account's blocked_words."
    )


def check_sms_template(submission: Submission) -> Objection | None:
    """146: the text fits no template of its brand; not looked at with Sandbox=1 (FACTS-MESSAGES 1.4, seen)."""
    brand, text = submission.value("Brandname"), submission.draft.legs[0].text
    listed = submission.account.sms_templates
    if submission.spared or (listed is None and brand != DEMO_BRAND):
        return None
    own = [template for template in listed or () if template.brandname == brand]
    templates = [*own, DEMO_TEMPLATE] if brand == DEMO_BRAND else own
    fitting = [template for template in templates if fits_template(text, template.text)]
    if fitting and all(_covers(fitting, phone) for phone in submission.draft.request.phones):
        return None
    if fitting:
        message = f"The text fits a template of {brand}, but none that is registered with the receiver's network."
    elif templates:
        message = f"The text fits no template of {brand}; the first is: {templates[0].text}"
    else:
        message = f"The account has no template of {brand}; add one to its sms_templates."
    return objection(result_codes.SMS_TEMPLATE_WRONG, "sms-template-unfit", message)


def check_networks(submission: Submission) -> Objection | None:
    """177: the brand is not registered with a receiver's network; the text names each (seen in client code)."""
    named = _brands(submission.account, submission.value("Brandname")) or ()
    brands = [brand for brand in named if brand.networks is not None]
    if not brands:
        return None
    registered = {network.lower() for brand in brands for network in brand.networks or ()}
    networks = [network.name for phone in submission.draft.request.phones if (network := carrier(phone)) is not None]
    missing = [name for name in dict.fromkeys(networks) if name.lower() not in registered]
    if not missing:
        return None
    text = "<br>".join(f"{name} - The Network {name} have not registry." for name in missing)
    message = f"The Brandname is not registered with {', '.join(missing)}; see the brand's networks."
    return objection(result_codes.NETWORK_NOT_REGISTERED, "network-not-registered", message, text)


def _brands(account: Account, name: str) -> list[Brandname] | None:
    """The account's brands of that name, the demo brand always among them; None where it lists none: any exists."""
    if account.brandnames is None:
        return None
    return [brand for brand in (*account.brandnames, _DEMO) if brand.name == name]


def _covers(templates: list[SmsTemplate], phone: str) -> bool:
    network = carrier(phone)
    if network is None:
        return True
    names = (template.networks for template in templates)
    return any(each is None or network.name.lower() in {name.lower() for name in each} for each in names)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)", re.IGNORECASE)
