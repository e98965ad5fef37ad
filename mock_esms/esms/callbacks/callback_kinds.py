"""What a request reports, by its parameters: a call, or one of the kinds of messages (FACTS 3, FACTS-MESSAGES 7).

For whoever has only a receiver's log. Names are compared without regard to case, since a CallbackUrl may spell its
placeholders as it likes.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from mock_esms.esms.callbacks.callback_url import CALLBACK_PARAMETERS
from mock_esms.esms.callbacks.entry_callback import APPROVAL_PARAMETERS
from mock_esms.esms.callbacks.message_callback import FORMS, HEAD
from mock_esms.esms.callbacks.voice_otp_callback import VOICE_OTP_PARAMETERS
from mock_esms.model.message_plan import CallbackForm


class CallbackKind(NamedTuple):
    """A kind of callback: the parameter that is its id, all parameters in their documented order, its section.

    ``type_ids`` are the values of TypeId that it is known by; none where it needs none.
    """

    name: str
    title: str
    id_name: str
    parameters: tuple[str, ...]
    source: str
    type_ids: tuple[str, ...] = ()


VOICE: Final = CallbackKind(
    name="voice", title="calls", id_name="ReferenceId", parameters=CALLBACK_PARAMETERS, source="FACTS 3"
)
_APPROVAL: Final = CallbackKind(
    name="approval",
    title="approvals of templates",
    id_name=APPROVAL_PARAMETERS[0],
    parameters=APPROVAL_PARAMETERS,
    source="FACTS-MESSAGES 7.9, assumed",
)
_UNKNOWN: Final = CallbackKind(
    name="message", title="messages of an unknown TypeId", id_name=HEAD[0], parameters=HEAD, source="FACTS-MESSAGES 7"
)


def _message(name: str, title: str, section: str, form: CallbackForm, *type_ids: str) -> CallbackKind:
    """The kind whose callbacks the sandbox writes in this form."""
    tail = (parameter for parameter, _ in FORMS[form])
    source = f"FACTS-MESSAGES {section}"
    return CallbackKind(
        name=name, title=title, id_name=HEAD[0], parameters=(*HEAD, *tail), source=source, type_ids=type_ids
    )


_SMS: Final = _message("sms", "SMS of a brand", "7.1", "cskh", "2")
_ZALO: Final = _message("zalo", "Zalo messages (ZNS)", "7.3", "zns", "24", "25")
_UID: Final = _message("uid", "Zalo messages by user id", "7.7", "uid", "25")
VOICE_OTP: Final = CallbackKind(
    name="voice-otp",
    title="spoken one-time passwords",
    id_name=HEAD[0],
    parameters=VOICE_OTP_PARAMETERS,
    source="FACTS-MESSAGES 7.8",
    type_ids=("8",),
)
_OF_ONE_TYPE: Final = (
    _SMS,
    _message("advert", "advertisements", "7.2", "ads", "1"),
    _message("viber", "Viber messages", "7.4", "viber", "23"),
    _message("consult", "Zalo consultation messages", "7.5", "consult", "26"),
    _message("journey", "Zalo journey messages", "7.6", "journey", "27"),
    VOICE_OTP,
)

CALLBACK_KINDS: Final[Mapping[str, CallbackKind]] = {
    kind.name: kind for kind in (VOICE, *_OF_ONE_TYPE, _ZALO, _UID, _APPROVAL, _UNKNOWN)
}
"""Every kind by its name, calls first."""

ID_NAMES: Final = tuple(dict.fromkeys(kind.id_name.lower() for kind in CALLBACK_KINDS.values()))
"""The lower-case names of the parameters that hold an id: what has none of them is no callback."""

_OF_TYPE: Final = {type_id: kind for kind in _OF_ONE_TYPE for type_id in kind.type_ids}
_VOICE_NAMES: Final = frozenset(name.lower() for name in VOICE.parameters[1:])
_HEAD_NAMES: Final = frozenset(name.lower() for name in HEAD[1:])
_OWN_KEYS: Final = frozenset(("apikey", "secretkey"))
_UID_TELCOID: Final = "9"


def kind_of(names: Collection[str], type_id: str = "", telcoid: str = "") -> CallbackKind | None:
    """The kind of callback that has these parameters, given by lower-case names; None when it is no callback.

    An id alone does not make one: other senders have a ReferenceId too. A request *to* eSMS, which has keys, is none
    either, though a CallbackUrl that was not encoded puts its placeholders there.
    """
    if not _OWN_KEYS.isdisjoint(names):
        return None
    if "referenceid" in names and not _VOICE_NAMES.isdisjoint(names):
        return VOICE
    if "smsid" in names and not _HEAD_NAMES.isdisjoint(names):
        return _message_of(names, type_id, telcoid)
    if "servicepreviewid" in names and "status" in names:
        return _APPROVAL
    return None


def _message_of(names: Collection[str], type_id: str, telcoid: str) -> CallbackKind:
    """By TypeId where it says enough, else by what only one kind has."""
    if type_id in _ZALO.type_ids:
        return _UID if type_id in _UID.type_ids and telcoid == _UID_TELCOID else _ZALO
    if type_id in _OF_TYPE:
        return _OF_TYPE[type_id]
    if "tempid" in names:
        return _UID if telcoid == _UID_TELCOID else _ZALO
    return _SMS if "switchsmsid" in names else _UNKNOWN
