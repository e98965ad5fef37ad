"""The shipped ``default``, written once more as the value that its file stands for, so that no start reads YAML.

It exists for the promise of the first answer (docs/performance.md): to load the reader of YAML takes a fourteenth of
the bare application's start. A test holds it to the file; where a file of the user's is read, the reader is loaded.
"""

from typing import Final

from mock_esms.scenarios.model import Scenario

DEFAULT: Final = "default"
"""The scenario of a request that nothing else is meant for."""

SHIPPED_DEFAULT: Final = Scenario(
    name=DEFAULT,
    title="Answered after a second, a talk of three, reported a second later",
    description=(
        "A first try takes five seconds: CallStatus=ANSWERED, CallDuration=3 and an empty Ivr. Proves that your code "
        "is connected.\n"
    ),
)
