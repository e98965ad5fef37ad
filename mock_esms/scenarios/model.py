"""What a scenario can say (CONTRACT 5). The classes are the language: a new key is a new field.

``dials.py`` has what can happen on one dial, ``reply.py`` how the request is answered, ``callback.py`` how the callback
is delivered; here they come together.
"""

from typing import Annotated, Final, Self

from mock_esms.config.documents.annotations import NOT_WRITTEN, About, Reads
from mock_esms.config.documents.field_errors import Clash, refuse
from mock_esms.config.documents.field_types import Rank
from mock_esms.config.match import Match
from mock_esms.model.value import Struct
from mock_esms.scenarios.callback import DEFAULT_CALLBACK_RULE, CallbackRule
from mock_esms.scenarios.dials import Answered, DialRule
from mock_esms.scenarios.message import APPROVED, DEFAULT_MESSAGE_RULE, ApplicationRule, MessageRule
from mock_esms.scenarios.reply import Reply

ONE_ANSWER: Final = (Answered(),)
"""The dials of a scenario that says nothing of them; a scenario that does has another object."""


def _title(value: object) -> str:
    if isinstance(value, str) and value.strip() and "\n" not in value.strip():
        return value.strip()
    message = "the title is one line of text that tells the story"
    raise ValueError(message)


Title = Annotated[str, Reads(_title, {"type": "string", "pattern": r"^\s*\S.*\s*$"})]


class Scenario(Struct):
    """A scenario: what happens to a call. Its name is the file's, without the ending."""

    title: Annotated[Title, About("The story in one line; lists and the log show it.", ("Nobody answers",))]
    description: Annotated[str, About("What it shows, and what it proves about your code; as long as you like.")] = ""
    match: Annotated[
        Match | None,
        About(
            "Which requests it is chosen for: globs by parameter name, all of which must fit.",
            ({"phone": "09*003"}, {"template_id": "7", "phone": "*1"}),
            "it is chosen only by name (armed)",
        ),
    ] = None
    priority: Annotated[Rank, About("Of those that fit, the highest is chosen; among equals the first by name.")] = 0
    reply: Annotated[Reply | None, About("How the request itself is answered.", (), "it is accepted at once")] = None
    dials: Annotated[
        tuple[DialRule, ...],
        About(
            "What happens on each dial; the last entry repeats. There are up to 1 + MaxRetry dials.",
            (),
            "it is answered after 1s, and they talk for 3s",
        ),
    ] = ONE_ANSWER
    message: Annotated[
        MessageRule,
        About("What becomes of messages (SMS, Zalo, Viber).", ({"failed": {"error": -114}},), "delivered after 2s"),
    ] = DEFAULT_MESSAGE_RULE
    decision: Annotated[
        ApplicationRule,
        About("How an application for a template or a package is decided.", ({"refused": {}},), "approved after 1h"),
    ] = APPROVED
    callback: Annotated[
        CallbackRule, About("How the callback is delivered, and what goes wrong with it.", (), "as the settings say")
    ] = DEFAULT_CALLBACK_RULE
    name: Annotated[str, NOT_WRITTEN] = ""

    def __post_init__(self) -> None:
        """Refuse a call that is never dialled, and what happens to a call that is never made."""
        if not self.dials:
            refuse([("dials", "at least one dial is needed; leave `dials` out for one that is answered")])
        instead = self.reply.instead_of_call if self.reply is not None else None
        if instead is not None:
            given = {
                "dials": self.dials is not ONE_ANSWER,
                "message": self.message is not DEFAULT_MESSAGE_RULE,
                "callback": self.callback is not DEFAULT_CALLBACK_RULE,
            }
            why = "a request that is answered so makes no call"
            refuse(clashes=[Clash(("reply", instead), name, why) for name, said in given.items() if said])

    def named(self, name: str) -> Self:
        """The same scenario by this name: what a document says has none of its own."""
        return self._replace(name=name)
