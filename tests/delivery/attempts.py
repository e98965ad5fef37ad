"""One attempt by a sender, without the journal and the schedule that a sandbox has around it."""

from mock_esms.delivery.sender import CallbackSender, EndedAttempt
from mock_esms.model.callback import Attempt


async def ended(
    sender: CallbackSender, url: str, *, milliseconds=60_000, success="200", follow_redirects=False, **how
) -> EndedAttempt:
    """Make one, and give it with what the sender finds out beside."""
    attempt = Attempt(number=1, at=0, url=url)
    return await sender.send(attempt, timeout=milliseconds, success=success, follow_redirects=follow_redirects, **how)


async def attempted(sender: CallbackSender, url: str, **how) -> Attempt:
    """Make one, and give it as it ended."""
    return (await ended(sender, url, **how)).attempt
