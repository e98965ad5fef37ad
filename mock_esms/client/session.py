"""What a client has in common with its other side: the connection, and the account that is its own."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from mock_esms.client.connection import ControlConnection


class OwnAccount(NamedTuple):
    """The account that alone counts for a client, with the fields that it has after each reset."""

    api_key: str
    secret_key: str
    fields: Mapping[str, object]

    def text(self, **more: object) -> str:
        """Its fields as a document, with others beside or in their place."""
        from mock_esms.sandbox.builder import account_text

        return account_text({"secret_key": self.secret_key, **self.fields, **more})


class Session:
    """What a blocking client and its asynchronous side have in common."""

    def __init__(self, connection: ControlConnection, own: OwnAccount | None = None) -> None:
        """Without ``own`` every account counts."""
        self.connection: Final = connection
        self.own: Final = own
        self.secrets: Final[dict[str, str]] = {}
        """The SecretKeys of the accounts that were opened here."""
        self.opened: Final[set[str]] = set()
        """Accounts beside the own one, to be forgotten with the next reset."""
