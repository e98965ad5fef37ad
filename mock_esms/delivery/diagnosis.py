"""Diagnosis: why a callback may not have arrived, and what helps. Pure, and one place for every such sentence.

Log, journal, timelines and the receiver check all show what ``advice`` and ``advice_on`` say. Both give an empty text
where there is nothing to add to the record of the attempt itself.
"""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from mock_esms._text import printable
from mock_esms.delivery.container_detection import ContainerKind, Environment
from mock_esms.model.delivery_plan import HttpMethod

Diagnosis = Literal[
    "refused",
    "no-way",
    "unsent",
    "unknown-name",
    "untrusted",
    "expired",
    "other-name",
    "speaks-http",
    "no-handshake",
    "hung-up",
    "long-head",
    "silent",
    "wants-certificate",
    "no-descriptors",
    "blocked",
]
"""What is the matter; finer than an attempt's class of error: of those there are few, for whoever scripts."""

REQUEST_WENT_OUT: Final[frozenset[Diagnosis]] = frozenset({"hung-up", "long-head", "silent"})
"""Troubles after a connection came about; with all others nothing was sent."""
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
REFUSALS: Final = frozenset({401, 403})
SHORTEST_BACKLOG: Final = 5
"""So many new connections wait where nobody has chosen a number: socketserver's, and so http.server's."""
_IN_A_CROWD: Final[frozenset[Diagnosis]] = frozenset({"refused", "no-way", "hung-up", "silent"})
"""Troubles that a receiver may have with many at once, and not with one."""
_LONGEST: Final = 200
"""So much of an address that a receiver names is repeated."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST_SEEN_FROM: Final[Mapping[ContainerKind, str]] = MappingProxyType(
    {"docker": "host.docker.internal", "podman": "host.containers.internal", "other": "host.docker.internal"}
)
"""By which name a container reaches the machine that it runs on; in Kubernetes there is none."""
_ADD_HOST: Final = "--add-host host.docker.internal:host-gateway, or extra_hosts in Compose"
_HTTPS_WANTED: Final = ("to an https server", "to https port")
"""What servers write to a client that speaks plain HTTP where they expect TLS."""


class _Place(NamedTuple):
    scheme: str
    host: str
    port: int
    port_given: bool

    @property
    def loopback(self) -> bool:
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def literal(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def advice(diagnosis: Diagnosis, url: str, around: Environment, at_once: int = 1) -> str:
    """Why an attempt at ``url`` may have failed, and what to do about it; ``at_once`` were on their way to its host."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        return ""  # such a URL is refused for what it is
    place = _Place(scheme, host, port or _DEFAULT_PORTS.get(scheme, 0), port_given=port is not None)
    if diagnosis in _DEPENDING:
        said = _DEPENDING[diagnosis](place, around)
    else:
        said = _ALWAYS[diagnosis].format(host=place.host, literal=place.literal, here=around.name)
    if at_once > SHORTEST_BACKLOG and diagnosis in _IN_A_CROWD:
        return (
            f"{at_once} callbacks were on their way there at once, and a receiver lets only so many new connections "
            f"wait (its listen backlog; {SHORTEST_BACKLOG} in Python's http.server); if that is not it: {said}"
        )
    return said


def advice_after_answers(diagnosis: Diagnosis | None) -> str:
    """What is said in place of ``advice`` where a receiver has answered before, so that its address must be right.

    Empty where that changes nothing.
    """
    return "" if diagnosis is None else _AFTER_ANSWERS.get(diagnosis, "")


def advice_on(
    status: int,
    answer: str,
    location: str | None,
    challenge: str | None = None,
    method: HttpMethod = "GET",
) -> str:
    """What to do about an answer that does not acknowledge, where its status tells; ``answer`` is its first KiB.

    ``challenge`` is its ``WWW-Authenticate``, ``method`` that of the request.
    """
    if status in REDIRECTS:
        there = f" to {printable(location)[:_LONGEST]}" if location else ""
        return f"the receiver redirects{there}, and eSMS does not follow; give the final address as CallbackUrl"
    if status == 400 and any(sign in answer.lower() for sign in _HTTPS_WANTED):  # noqa: PLR2004 - HTTP's own number
        return "the receiver speaks HTTPS on this port; write https:// instead of http://"
    if status in REFUSALS:
        asked = f"the receiver asks for {printable(challenge)[:_LONGEST]} (WWW-Authenticate); " if challenge else ""
        return (
            f"{asked}no page of eSMS tells of credentials in a callback; "
            "a token of your own in the CallbackUrl (?token=...) comes back with each, and the receiver can check that"
        )
    if status == 405:  # noqa: PLR2004 - HTTP's own number
        return _not_allowed(method)
    if 200 < status <= 299:  # noqa: PLR2004 - HTTP's own numbers
        return f"eSMS takes exactly 200 for an acknowledgement, and nothing else; answer 200 instead of {status}"
    return ""


def _not_allowed(method: HttpMethod) -> str:
    if method == "POST":
        return (
            "callback.method is POST here, while eSMS sends callbacks as GET; let the receiver take POST at this "
            "address, or take the setting away"
        )
    return "eSMS sends callbacks as GET, with everything in the query; let the receiver take GET at this address"


def _refused(place: _Place, around: Environment) -> str:
    if place.loopback and around.container is not None:
        return _in_a_container(place, around.container)
    port = f"port {place.port}" if place.port_given else f"port {place.port} (the address names none)"
    if not place.loopback:
        return (
            f"is the receiver running, on {port}, and does it listen beyond its own machine? "
            "One that is bound to 127.0.0.1 must listen on 0.0.0.0 to be reached from elsewhere"
        )
    other = {"127.0.0.1": "::1", "::1": "127.0.0.1"}.get(place.host)
    question = f"is the receiver running, and on {port}?"
    return question if other is None else f"{question} It may listen on {other} only; try http://localhost:{place.port}"


def _in_a_container(place: _Place, container: ContainerKind) -> str:
    outside = _HOST_SEEN_FROM.get(container)
    if outside is None:
        return (
            f"mock-esms runs in a pod, and {place.host} is the pod itself there; if the receiver runs elsewhere, "
            f"give the address of its service, or start with --rewrite-callback {place.literal}=SERVICE"
        )
    on_linux = "" if container == "podman" else f" (on Linux, its container needs {_ADD_HOST})"
    return (
        f"mock-esms runs in a container, and {place.host} is the container itself there; if the receiver runs outside "
        f"of it, start with --rewrite-callback {place.literal}={outside}{on_linux}; if not, is it running, and on port "
        f"{place.port}?"
    )


def _no_way(place: _Place, around: Environment) -> str:
    plain = (
        " If plain HTTP is spoken on this port, write http:// instead of https://" if place.scheme == "https" else ""
    )
    return (
        f"no way leads from {around.name} to {place.host} port {place.port}; "
        f"are both in one network, and no firewall between them?{plain}"
    )


def _unknown_name(place: _Place, around: Environment) -> str:
    if place.host == "host.docker.internal":
        return f"this container does not know its host by that name; start it with {_ADD_HOST}"
    elsewhere = f"--rewrite-callback {place.literal}=127.0.0.1 sends the callbacks of that name to your own machine"
    if "." not in place.host and around.container:
        return (
            "the name of another container is known only within a network that both are in; "
            f"put them in one, or {elsewhere}"
        )
    if "." not in place.host:
        return f"the names of containers are known only to other containers; {elsewhere}"
    return f"is the name right, and known to this machine? {elsewhere}"


def _no_handshake(place: _Place, _around: Environment) -> str:
    if place.scheme == "https":
        return "no TLS connection came about; if plain HTTP is spoken on this port, write http:// instead of https://"
    return ""


def _hung_up(place: _Place, around: Environment) -> str:
    if place.scheme == "http":
        return (
            "the receiver's own log may know more; if it speaks HTTPS on this port, write https:// instead of http://"
        )
    return _no_handshake(place, around)


_ANSWERED: Final = "the receiver has answered at this address before"
_TOO_MANY: Final = "are its workers, or its queue of new connections (the listen backlog), too few for so many at once?"
_AFTER_ANSWERS: Final[Mapping[Diagnosis, str]] = MappingProxyType(
    {
        "refused": f"{_ANSWERED}; did it end, or {_TOO_MANY}",
        "no-way": f"{_ANSWERED}; {_TOO_MANY}",
        "hung-up": f"{_ANSWERED}; its own log may know more",
    }
)
_ALWAYS: Final[Mapping[Diagnosis, str]] = MappingProxyType(
    {
        "unsent": "nothing has reached the receiver: looking up a name took too long ({host}), or {here} was too busy "
        "to send; does the name resolve at once? If so, let callback.timeout be longer",
        "untrusted": "if an authority of your own has signed the certificate, start with --callback-ca FILE (its "
        "certificate, PEM); eSMS itself will not know it",
        "expired": "the certificate's time is over (or this machine's clock is wrong); renew it",
        "other-name": "the certificate is another name's; call the receiver by that name instead of {host}",
        "speaks-http": "plain HTTP is spoken on this port, and no TLS; write http:// instead of https://",
        "long-head": "clients give up on much shorter heads; does something in the receiver add a header or a cookie "
        "without end?",
        "silent": "the receiver took the connection and gave no answer in time: answer 200 first and work afterwards, "
        "and answer several requests at a time",
        "wants-certificate": "the receiver wants a certificate of its client, and a sender of callbacks shows none; "
        "ask for none there",
        "no-descriptors": "{here} lets mock-esms open no more files and connections at once; raise its limit "
        "(ulimit -n)",
        "blocked": "a made-up result must not reach a real application by accident; "
        "--rewrite-callback {literal}=127.0.0.1 sends the callbacks to your own machine instead",
    }
)
"""What is said whatever the address: of ``host``, ``literal`` where it is written in an option, and where this runs."""
_DEPENDING: Final[Mapping[Diagnosis, Callable[[_Place, Environment], str]]] = MappingProxyType(
    {
        "refused": _refused,
        "no-way": _no_way,
        "unknown-name": _unknown_name,
        "no-handshake": _no_handshake,
        "hung-up": _hung_up,
    }
)
"""What depends on the address, or on where this runs."""
