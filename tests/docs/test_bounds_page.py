"""docs/bounds.md says the bounds that the code has, and names for each a test that exists."""

import re
from inspect import signature
from typing import get_args

from aiohttp.web_protocol import RequestHandler

from mock_esms.cli.learn.observing import duration_sample, send_index
from mock_esms.cli.learn.reading import log_source
from mock_esms.cli.record import callback_routes
from mock_esms.clock import task_pool
from mock_esms.config.documents import decoders, field_types, read_text, yaml_errors, yaml_tree
from mock_esms.config.settings import Settings
from mock_esms.delivery import sender
from mock_esms.delivery.http import response_head
from mock_esms.esms import operation
from mock_esms.esms.callbacks import callback_url
from mock_esms.esms.messages import shortcode
from mock_esms.esms.requests import parameters
from mock_esms.esms.voice import voice_operations
from mock_esms.exchange import manual_delivery
from mock_esms.exchange.accounts import ledger
from mock_esms.model import delivery_plan
from mock_esms.sandbox import hosted_app
from mock_esms.scenarios import armed, callback, library
from mock_esms.server import bodies
from mock_esms.server.control.entries import listing
from mock_esms.server.control.history import events, wait
from mock_esms.server.control.setup import clock
from tests.documents import CHECKOUT
from tests.test_fidelity import TEST_ID, cells, names_of_tests_in

PAGE = (CHECKOUT / "docs" / "bounds.md").read_text(encoding="utf-8")
SERVER = {name: given.default for name, given in signature(RequestHandler).parameters.items()}
"""What aiohttp's server does where nothing is said."""
NUMBER = re.compile(r"\b\d+\b")


def rows():
    """What, bound, and the tests of each row."""
    for line in PAGE.splitlines():
        if line.startswith("| ") and not line.startswith(("| what |", "| ---")):
            what, bound, _beyond, proof = cells(line)
            yield what, bound, TEST_ID.findall(proof)


def most_of(name):
    return voice_operations.MAKE_CALL_RECORD.by_key[name].most


def largest(kind):
    """The greatest whole number that a kind of a document's value may be."""
    reads = get_args(kind)[1]
    return reads.schema["maximum"]


BOUNDS = {
    "a line of a request: its first one, or a header": [SERVER["max_line_size"]],
    "headers of a request": [SERVER["max_headers"]],
    "the body of an eSMS request": [operation.SMALL_BODY],
    "the body of an eSMS request that may name many phones": [operation.LARGE_BODY],
    "the body of a control request": [bodies.MAX_BODY],
    "the time until a body has come": [bodies.BODY_WITHIN],
    "the time until a whole request has come on a connection": [hosted_app.KEPT_ALIVE],
    "open connections": [],
    "events to come, attempts under way and calls that wait for a line": [Settings().pending_limit],
    "calls in the journal": [Settings().journal_limit],
    "requests in the journal": [Settings().journal_limit],
    "events in memory, for those who ask for earlier ones": [Settings().journal_limit],
    "RequestIds of an account in their 24 hours, and phones whose calls are counted": [ledger.MAX_ENTRIES],
    "MaxRetry, WaitRetry": [most_of("maxretry"), most_of("waitretry")],
    "SendDate": [parameters.MOST_DAYS_AHEAD],
    "what other rooms hold of a call beside the journal": [],
    "a CallbackUrl": [callback_url.LONGEST_URL],
    "attempts on the wire at one time": [task_pool.MAX_ON_THE_WIRE],
    "attempts that begin in one turn of the event loop": [task_pool.MOST_IN_ONE_TURN],
    "what is read and recorded of a receiver's answer": [delivery_plan.ANSWER_LIMIT],
    "what is read of a partner's answer to what somebody wrote to a shortcode": [shortcode.LONGEST_ANSWER],
    "the head of a receiver's answer, interim ones included": [response_head.HEAD_LIMIT // 1024],
    "redirects that are followed": [sender.MAX_HOPS],
    "attempts of a callback, before it cannot be sent again by hand": [manual_delivery.MAX_ATTEMPTS],
    "retries, copies in a scenario": [largest(field_types.Count), largest(field_types.Copies)],
    "a name or value that a scenario puts into a callback": [callback.MAX_LENGTH],
    "streams of events at one time": [events.MAX_FOLLOWERS],
    "requests that wait at one time": [wait.MAX_WAITS],
    "requests that move the clock at one time": [clock.MAX_ADVANCES],
    "how long a wait may take": [wait.MAX_TIMEOUT],
    "calls or requests in one answer": [listing.MAX_LIMIT],
    "accounts": [ledger.MAX_ACCOUNTS],
    "scenarios that were put, scenarios that are armed": [library.MAX_PUT],
    "a scenario or settings file": [read_text.MAX_BYTES],
    "values in it, aliases counted as often as they repeat": [yaml_tree.MAX_NODES],
    "levels in it": [yaml_errors.MAX_DEPTH],
    "mistakes in it that are reported of one mapping or list": [decoders.MAX_PROBLEMS],
    "a line of a log": [log_source.LONGEST_LINE],
    "memory for a log, however long it is, beyond the start": [64],  # the named test measures it
    "sends of one id": [send_index.MOST_SENDS],
    "durations of one kind that are in memory": [duration_sample.MOST_DURATIONS],
    "addresses of applications that record remembers": [callback_routes.MOST_ADDRESSES],
}
"""What each row must say."""


def test_the_page_says_the_bounds_that_the_code_has():
    said = {what: [int(number) for number in NUMBER.findall(bound)] for what, bound, _ in rows()}
    assert said == BOUNDS
    assert library.MAX_PUT == armed.MAX_ARMED, "one row tells both"


def test_every_bound_has_a_test_that_goes_beyond_it():
    for what, _, tests in rows():
        assert tests, what
        for test in tests:
            file, _, name = test.partition("::")
            assert name in names_of_tests_in(CHECKOUT / file), f"{what}: {test} does not exist"
