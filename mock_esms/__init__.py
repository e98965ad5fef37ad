"""mock-esms: a sandbox of eSMS on your own machine: voice, SMS, Zalo and Viber.

To follow one call, read five files in this order::

    server/esms_api.py           an HTTP request of the eSMS side comes in, is answered, and is written to the journal
    exchange/exchange.py         the call is placed: checked, a scenario chosen, its schedule drawn
    scenarios/timeline.py        request + scenario + seeded randomness -> what happens when
    clock/scheduler.py           what is due, and when the sandbox's clock may move
    delivery/dispatch.py         the callback is sent, and sent again, until the receiver says 200

Between the second and the last, ``exchange/calls/call_progress`` takes the call from dial to dial: each step puts the
next one on the scheduler, and the end plans the callback.

A message goes the same way: after ``exchange/exchange`` by ``message_intake``, ``message_placement`` and
``message_progress`` in ``exchange/messages``, and by ``scenarios/message_schedule`` in place of ``timeline``.

One request of eSMS has one name in each room. The server makes a ``RawRequest`` of what came, ``esms/requests`` an
``EsmsRequest`` of that, whose ``call_request`` is what it asks for, a call or not; the exchange gives a
``RequestOutcome``, whose ``result`` is what eSMS says, and ``esms/responses`` writes it as an ``EsmsResponse``. What is
to happen to a call or message is its ``schedule``, drawn when it is accepted; what has happened is the ``Call`` or
``Message`` in the journal. How its callback is delivered is a ``CallbackPlan``, how the response is spoilt a
``ReplyPlan``; one send of a callback is an ``Attempt``.

Every step writes to the ``journal``; ``server/control`` only reads it; ``server/app`` wires the parts together. Before
the first of them is the socket, ``server/listeners``. Skip what is there for speed the first time:
``server/fast_path``, ``esms/requests/request_cache``, ``esms/requests/posted_cache``,
``scenarios/call_schedule_cache``, ``scenarios/message_schedule_cache`` and ``scenarios/match_index``.

Imports go down only, through twelve rooms: ``cli``, ``client``, ``sandbox``, ``server``, ``exchange``, ``delivery``,
``scenarios``, ``esms``, ``journal``, ``config``, ``clock``, ``model``; each room's own docstring names its files.
Beside them: ``pytest_plugin`` (fixtures), ``errors`` (the tree of errors) and ``_text``, which everybody may use.
CONTRIBUTING.md leads through a first change.

The public names are imported when they are first used, so that ``import mock_esms`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from mock_esms._version import __version__

if TYPE_CHECKING:
    from mock_esms import errors
    from mock_esms.client.asynchronous import AsyncClient
    from mock_esms.client.blocking import Client
    from mock_esms.config.account import Account
    from mock_esms.config.settings import Settings
    from mock_esms.sandbox.async_sandbox import AsyncSandbox
    from mock_esms.sandbox.blocking import Sandbox
    from mock_esms.server.app import create_app
    from mock_esms.server.tls import Tls

__all__ = [
    "Account",
    "AsyncClient",
    "AsyncSandbox",
    "Client",
    "Sandbox",
    "Settings",
    "Tls",
    "__version__",
    "create_app",
    "errors",
]

_LIVES_IN: Final = {
    "Account": "mock_esms.config.account",
    "AsyncClient": "mock_esms.client.asynchronous",
    "AsyncSandbox": "mock_esms.sandbox.async_sandbox",
    "Client": "mock_esms.client.blocking",
    "Sandbox": "mock_esms.sandbox.blocking",
    "Settings": "mock_esms.config.settings",
    "Tls": "mock_esms.server.tls",
    "create_app": "mock_esms.server.app",
}


def __getattr__(name: str) -> object:
    """Import a public name when somebody asks for it."""
    if name == "errors":
        return import_module("mock_esms.errors")
    if name in _LIVES_IN:
        return getattr(import_module(_LIVES_IN[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """The public names, imported or not."""
    return sorted({*globals(), *__all__})
