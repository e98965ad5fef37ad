"""What a scenario cannot say: each mistake with its place, its key, and a sentence that says what to change."""

import json

import pytest
from hypothesis import given

from mock_esms.config.documents import build, read_tree
from mock_esms.errors import DocumentError
from mock_esms.scenarios.loader import parse_scenario
from mock_esms.scenarios.model import Scenario
from tests.scenarios.stories import refusals


def refused(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        parse_scenario(f"title: x\n{text}\n", "x", "x")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # reply
        ("reply: {code: 103, status: 500}", "2:20: reply.status: this cannot stand beside `code`: a request gets"),
        ("reply: {status: 500, code: 103}", "2:22: reply.code: this cannot stand beside `status`: a request gets"),
        ("reply: {fault: hang, lost: true}", "2:22: reply.lost: this cannot stand beside `fault`"),
        ("reply: {message: no}", "2:9: reply.message: this is the text of a refusal; say which, as in `code: 103`"),
        ("reply: {body: no}", "2:9: reply.body: this is a part of an HTTP answer; say which, as in `status: 503`"),
        ("reply: {code: 99, content_type: a/b}", "2:19: reply.content_type: this is a part of an HTTP answer"),
        ("reply: {status: 204, body: x}", "2:22: reply.body: an answer of status 204 has no body"),
        ("reply: {status: 100}", "2:9: reply.status: 100 is out of range; write a whole number from 200 to 599"),
        ("reply: {status: 600}", "2:9: reply.status: 600 is out of range"),
        ("reply: {status: '500'}", "2:9: reply.status: `500` is not a whole number"),
        ("reply: {status: 500, content_type: html}", "2:22: reply.content_type: `html` is no content type; write one"),
        ('reply: {status: 500, content_type: "a/b\\r\\nX: y"}', "2:22: reply.content_type: `a/b"),
        ("reply: {code: 100}", "2:9: reply.code: 100 refuses nothing; leave `code` out, and the call is accepted"),
        ("reply: {code: 42}", "2:9: reply.code: `42` is no result code of eSMS's; possible are 99, 101, 102"),
        ("reply: {code: 1044}", "2:9: reply.code: `1044` is no result code of eSMS's; did you mean `104`?"),
        ("reply: {code: true}", "2:9: reply.code: true is no result code"),
        ("reply: {fault: broken}", "2:9: reply.fault: `broken` is not possible here; write 'reset', 'hang', 'empty'"),
        ("reply: {lost: 1}", "2:9: reply.lost: `1` is neither true nor false"),
        ("reply: {delay: -1}", "2:9: reply.delay: -1 is negative"),
        ("reply: {code: 103}\ndials: [busy: ]", "3:1: dials: this cannot stand beside `reply.code`: a request that is"),
        ("dials: [busy: ]\nreply: {status: 500}", "3:9: reply.status: this cannot stand beside `dials`: a request"),
        ("reply: {fault: hang}\ncallback: {}", "3:1: callback: this cannot stand beside `reply.fault`: a request that"),
        ("reply: {code: 103}\ndials: [{answered: }]", "3:1: dials: this cannot stand beside `reply.code`"),
        # dials
        ("dials: [{answered: {forward: {talk: 1m}}}]", "2:21: dials[0].answered.forward: a call is forwarded when a"),
        ("dials: [{answered: {press: 1, forward: {}}}]", "2:31: dials[0].answered.forward.talk: this key is required"),
        ("dials: [{no_answer: {forward: {talk: 1m}}}]", "2:22: dials[0].no_answer.forward: there is no such key here"),
        ("dials: [{interactive: {talk: 1m}}]", "2:24: dials[0].interactive.talk: there is no such key here"),
        ("dials: [{choose: }]", "2:10: dials[0].choose: a list must stand here, as in [a, b], not nothing"),
        ("dials: [{choose: []}]", "2:10: dials[0].choose: there is nothing to choose from; list dials, as in"),
        ("dials: [{choose: [{weight: 0, busy: }]}]", "2:10: dials[0].choose: all weights are 0, so nothing can be"),
        ("dials: [{choose: [{weight: 1}]}]", "2:19: dials[0].choose[0]: an entry of `choose` needs one of answered,"),
        ("dials: [{choose: [{weight: -1, busy: }]}]", "2:20: dials[0].choose[0].weight: -1 is negative; a weight is 0"),
        ("dials: [{choose: [{weight: x, busy: }]}]", "2:20: dials[0].choose[0].weight: `x` is not a weight; write a"),
        (
            "dials: [{choose: [{busy: , failed: }]}]",
            "2:28: dials[0].choose[0].failed: an entry of `choose` is one thing, and `busy` stands here already",
        ),
        (
            "dials: [{choose: [{weigth: 1, busy: }]}]",
            "2:20: dials[0].choose[0].weigth: there is no such key here; did you mean `weight`?",
        ),
        ("dials: [{choose: [{choose: []}]}]", "2:20: dials[0].choose[0].choose: a choice cannot hold another one"),
        ("dials: [{weight: 1, busy: }]", "2:10: dials[0].weight: a weight belongs to an entry of `choose`"),
        # callback
        ("callback: {progress: 2}", "2:12: callback.progress: a list must stand here, as in [2, 7], not a number"),
        ("callback: {progress: [2, 3]}", "2:26: callback.progress[1]: `3` is no progress; write 2 (accepted) or"),
        ("callback: {progress: [5]}", "2:23: callback.progress[0]: 5 is the final callback, which comes in any case"),
        ("callback: {progress: [7, 2, 7]}", "2:29: callback.progress[2]: 7 stands here already; each is sent once"),
        ("callback: {progress: [true]}", "2:23: callback.progress[0]: true is no progress"),
        ("callback: {progress: [[2]]}", "2:23: callback.progress[0]: a list is no progress"),
        ("callback: {copies: 0}", "2:12: callback.copies: 0 is out of range; write a whole number from 1 to 100"),
        ("callback: {copies: 101}", "2:12: callback.copies: 101 is out of range"),
        ("callback: {lost_acks: 1001}", "2:12: callback.lost_acks: 1001 is out of range"),
        ("callback: {gap: 1s}", "2:12: callback.gap: this is the time between copies; say how many, as in `copies: 2`"),
        ("callback: {copies: 3, drop: true}", "2:23: callback.drop: this cannot stand beside `copies`: a callback"),
        ("callback: {drop: true, copies: 3}", "2:24: callback.copies: this cannot stand beside `drop`: a callback"),
        ("callback: {drop: true, lost_acks: 1}", "2:24: callback.lost_acks: this cannot stand beside `drop`"),
        ("callback: {drop: true, before_reply: true}", "2:24: callback.before_reply: this cannot stand beside `drop`"),
        ("callback: {drop: true, set: {Ivr: 1}}", "2:24: callback.set: this cannot stand beside `drop`"),
        ("callback: {drop: true, omit: [Ivr]}", "2:24: callback.omit: this cannot stand beside `drop`"),
        ("callback: {drop: true, add: {a: 1}}", "2:24: callback.add: this cannot stand beside `drop`"),
        ("callback: {drop: true, retries: 1}", "2:24: callback.retries: this cannot stand beside `drop`"),
        ("callback: {drop: true, wait: [1s]}", "2:24: callback.wait: this cannot stand beside `drop`"),
        ("callback: {drop: true, policy: esms}", "2:24: callback.policy: this cannot stand beside `drop`"),
        ("callback: {delay: 3s, drop: true, progress: [2]}", "2:23: callback.drop: this cannot stand beside `delay`"),
        ("callback: {policy: esmz}", "2:12: callback.policy: `esmz` is no policy of redelivery; did you mean `esms`?"),
        ("callback: {policy: 5}", "2:12: callback.policy: `5` is no policy of redelivery; possible are esms, twilio"),
        ("callback: {set: [Ivr]}", "2:12: callback.set: names with values must stand here, as in {CallStatus: BUSY}"),
        ("callback: {set: {Status: 1}}", "2:18: callback.set.Status: a callback has no parameter `Status`; did you"),
        ("callback: {set: {Ivr: 1, IVR: 2}}", "2:26: callback.set.IVR: `Ivr` stands here already, in another spelling"),
        ("callback: {set: {Price: 450.0000}}", "2:18: callback.set.Price: put 450.0 in quotes, so that it is sent as"),
        ("callback: {set: {Price: true}}", "2:18: callback.set.Price: put true in quotes"),
        ("callback: {set: {Price: }}", '2:18: callback.set.Price: write "" for an empty value; `omit` leaves the'),
        ("callback: {set: {Price: [1]}}", "2:18: callback.set.Price: a text must stand here, not a list"),
        (f"callback: {{set: {{Price: {'1' * 4097}}}}}", "2:18: callback.set.Price: this is longer than 4096"),
        ("callback: {omit: Ivr}", "2:12: callback.omit: a list must stand here, as in [Ivr, Price], not text"),
        ("callback: {omit: [Ivr, Prise]}", "2:24: callback.omit[1]: a callback has no parameter `Prise`; did you mean"),
        ("callback: {omit: [[]]}", "2:19: callback.omit[0]: a callback has no parameter a list"),
        ("callback: {add: {'': 1}}", "2:18: callback.add.: a parameter needs a name"),
        (f"callback: {{add: {{{', '.join(f'a{n}: 1' for n in range(51))}}}}}", "2:12: callback.add: there are"),
        ("callback: {set: {Ivr: 1}, omit: [Price, ivr]}", "2:41: callback.omit[1]: this cannot stand beside `set.Ivr`"),
        ("callback: {omit: [Ivr], set: {Ivr: 1}}", "2:31: callback.set.Ivr: this cannot stand beside `omit[0]`: Ivr"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_change(text, problem):
    (told,) = refused(text)
    assert told.startswith(f"x:{problem}")


def test_each_of_two_clashes_is_told():
    assert [problem.split(": ")[1] for problem in refused("callback: {drop: true, copies: 3, lost_acks: 1}")] == [
        "callback.copies",
        "callback.lost_acks",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "reply: {}",
        "reply: null",
        "reply: {delay: 2s, lost: true}\ndials: [busy: ]\ncallback: {before_reply: true}",
        "reply: {code: '103', message: '', delay: 1s..2s}",
        "reply: {status: 200, body: ''}",
        "dials: [{choose: [{answered: }, {weight: 0, busy: }, {interactive: {ring: 5s}}]}]",
        "callback: {drop: true}",
        "callback: {drop: true, progress: [7, 2], retries: 3, wait: [1s], policy: svix}",
        "callback: {copies: 1, gap: 0s, lost_acks: 0, drop: false, set: {}, omit: [], add: {}, progress: []}",
        "callback: {lost_acks: 1000, retries: 0}",
        "callback: {policy: esms, retries: 1, wait: [], timeout: 1s, success: 2xx}",
        'callback: {set: {callstatus: "", Price: 1}, omit: [ivr, IVR], add: {Ivr: x, "ă b": ""}}',
        "callback: {set: {SMSID: x}, omit: [telcoid]}",
    ],
)
def test_what_looks_odd_but_has_a_meaning_is_right(text):
    text = f"title: x\n{text}\n"
    assert parse_scenario(text, "x", "x") == build(Scenario, read_tree(text, "x").data).named("x")


@given(refusals)
def test_a_refusal_can_be_told_in_every_way(data):
    assert parse_scenario(json.dumps(data), "x", "x") == build(Scenario, data).named("x")
