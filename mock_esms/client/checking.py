"""The receiver check, made from where the test runs: there is the receiver, and the sandbox may be far away."""

from typing import TYPE_CHECKING, Unpack

if TYPE_CHECKING:
    from mock_esms.delivery.receiver_check import CheckOptions, CheckResult


async def checked(url: str, **options: "Unpack[CheckOptions]") -> "CheckResult":
    """Play good and bad days against the receiver at ``url``, with the settings as they are when nobody says any."""
    from mock_esms.config.settings import Settings
    from mock_esms.delivery.egress import EgressRule
    from mock_esms.delivery.receiver_check import ReceiverCheck, target_of

    settings = Settings()
    return await ReceiverCheck(target_of(url, options), EgressRule(settings.egress), quirks=settings.quirks).run()
