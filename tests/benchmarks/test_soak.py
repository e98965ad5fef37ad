"""The soak of benchmarks/soak, short; `make soak` is the long one, with its figures in docs/reliability.md."""

from benchmarks.messages import KINDS
from benchmarks.soak.outside import MANNERS
from benchmarks.soak.receivers import AT_ONCE, WORDS
from benchmarks.soak.run import soak


def test_the_storm_has_receivers_of_every_manner():
    assert len(MANNERS) == 100
    assert set(MANNERS) == {*AT_ONCE, *WORDS, "refused", "blocked", "unusable", "nowhere"}


async def test_under_receivers_of_every_manner_nothing_is_lost_and_nothing_left_behind():
    soaked = await soak(calls=1_600, batch=1_600)
    assert soaked.wrong == []
    forms = {"cskh", "ads", "viber", "zns", "uid", "consult", "journey", "zns+cskh"}
    assert len(forms) == len(KINDS)
    assert soaked.kinds == {"call": 800} | dict.fromkeys(forms, 100)
    assert soaked.dropped == 0
    endings = {"acknowledged", "another status", "timeout", "reset", "closed", "bad-answer", "connection-refused"}
    assert endings | {"blocked", "bad-url"} <= set(soaked.attempts), soaked.attempts
