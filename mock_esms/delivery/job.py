"""One attempt to be made, as it waits on the agenda."""

from dataclasses import dataclass

from mock_esms.model.calls import Attempt

Key = tuple[str, int]
"""A callback: the call's id, and its place in the call."""


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """One attempt to be made: of which callback (by its place in the call), and which try by the retry policy it is.

    ``tries`` and ``copy`` are the attempt's; a try below 0 was asked for by hand: its failure is not followed up.
    ``copies_left`` tells how many copies of the first try follow this one. ``begun`` is the attempt if it has been
    recorded already; ``again`` tells that it repeats one that was interrupted, so that what is planned stays planned.
    """

    sms_id: str
    index: int
    tries: int = 1
    copy: int = 0
    copies_left: int = 0
    begun: Attempt | None = None
    again: bool = False


def key_of(errand: DeliveryJob) -> Key:
    """The callback that an errand is about."""
    return errand.sms_id, errand.index
