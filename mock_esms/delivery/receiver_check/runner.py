"""The check itself: plays its cases against a receiver, one after the other, by the sender that callbacks go with."""

import asyncio
import ssl
from collections.abc import Callable
from itertools import count
from typing import Final

from mock_esms.clock.clock import wall_instant
from mock_esms.config.settings import Quirks
from mock_esms.delivery import CallbackSender, EgressRule
from mock_esms.delivery.diagnosis import advice_after_answers
from mock_esms.delivery.receiver_check.case import Case, CaseSend, Report
from mock_esms.delivery.receiver_check.effects import judge_effects, reports_of, settled_effects, unjudged
from mock_esms.delivery.receiver_check.masking import Mask
from mock_esms.delivery.receiver_check.message_report import MessageReport
from mock_esms.delivery.receiver_check.played import CaseResult, SentCallback
from mock_esms.delivery.receiver_check.result import CheckResult
from mock_esms.delivery.receiver_check.target import Target
from mock_esms.delivery.receiver_check.verdict import Terms, judge
from mock_esms.errors import UsageError
from mock_esms.esms.callbacks.callback_kinds import CALLBACK_KINDS
from mock_esms.esms.callbacks.callback_url import callback_url
from mock_esms.esms.formats.ids import call_id
from mock_esms.model.callback import Attempt
from mock_esms.scenarios.seeded_random import SeededRandom

_NO_CALL: Final = "00000000-0000-0000-0000-"
"""How a ReferenceId begins that eSMS gives to no call."""

OnCase = Callable[[CaseResult], None]


def ignore(_result: CaseResult) -> None:
    """Nobody wants to hear of the cases one by one."""


class ReceiverCheck:
    """One check of one receiver; nothing but callbacks leaves it, each of them one HTTP request."""

    def __init__(
        self, target: Target, rule: EgressRule, *, quirks: Quirks | None = None, trust: ssl.SSLContext | None = None
    ) -> None:
        """Prepare; raises ``UsageError`` where the rule forbids the address."""
        quirks = quirks or Quirks()
        forbidden = rule.blocks(target.template)
        if forbidden is not None:
            raise UsageError(forbidden)
        self._target = target
        self._rule = rule
        self._quirks = quirks
        self._mask: Final = Mask(target.template, target.headers)
        headers = (quirks.signature, *target.headers)
        self._sender = CallbackSender(
            rule,
            user_agent=quirks.user_agent,
            keep_alive=quirks.connection == "keep-alive",
            headers=headers,
            trust=trust,
        )
        self._ids = count()
        self._id_name: Final = CALLBACK_KINDS[target.kind].id_name
        self._last_heard: str | None = None
        self._has_answered = False
        self.finished = 0
        self.on_the_wire = 0
        """So many callbacks have ended, and so many wait for an answer at this moment."""

    async def run(self, on_case: OnCase = ignore) -> CheckResult:
        """Play the cases in their order; ``on_case`` hears of each when it is over.

        Raises ``UsageError`` when nothing can be reached at the address from the beginning.
        """
        target = self._target
        results: list[CaseResult] = []
        await self._sender.open()
        try:
            for case in target.cases:
                results.append(await self._play(case))
                on_case(results[-1])
        finally:
            await self._sender.close()
        address = self._mask.over_address(target.template)
        return CheckResult(address, target.seed, target.timeout, tuple(results), target.kind)

    async def _play(self, case: Case) -> CaseResult:
        target = self._target
        reports = reports_of(case)
        before = await settled_effects(target.effects) if reports and target.effects is not None else 0
        ids = {call: self._id(case, call) for call in sorted({send.call for send in case.sends})}
        sent: list[SentCallback] = []
        for sends in case.rounds:
            async with asyncio.TaskGroup() as group:
                begun = [
                    group.create_task(self._send(send, ids[send.call], len(sent) + number))
                    for number, send in enumerate(sends, 1)
                ]
            sent += [task.result() for task in begun]
            if self._last_heard is None and not any(each.reached for each in sent):
                raise self._nothing_there(sent[0].attempt)
        reached = any(each.reached for each in sent)
        terms = Terms(
            timeout=target.timeout, any_body=target.any_body, last_heard=None if reached else self._last_heard
        )
        if reached:
            self._last_heard = case.name
        verdict = judge(case, sent, terms)
        if reports and verdict.ok:
            if target.effects is None:
                verdict = unjudged(verdict)
            else:
                after = await settled_effects(target.effects)
                verdict = judge_effects(verdict, reports=reports, before=before, after=after, id_name=self._id_name)
        return CaseResult(case, tuple(sent), verdict)

    def _id(self, case: Case, call: int) -> str:
        """The id of a call or message: a given one in its turn, or one that is drawn."""
        known = self._target.reference_ids
        if known and not case.unknown_id:
            return known[next(self._ids) % len(known)]
        report = next(send.report for send in case.sends if send.call == call)
        drawn = SeededRandom(self._target.seed, "check", case.name, call).id_bytes()
        return _new_id(report, drawn, unknown=case.unknown_id)

    async def _send(self, send: CaseSend, reference_id: str, number: int) -> SentCallback:
        quirks = self._quirks._replace(callback_space=send.space) if send.space else self._quirks
        url = self._rule.rewritten(_callback_address(send, self._target.template, reference_id, quirks))
        begun = Attempt(number=number, at=wall_instant(), url=url)
        self.on_the_wire += 1
        try:
            ended = await self._sender.send(begun, timeout=self._target.timeout, success="200", follow_redirects=False)
        finally:
            self.on_the_wire -= 1
            self.finished += 1
        attempt = ended.attempt
        self._has_answered = self._has_answered or attempt.status is not None
        if self._has_answered:
            attempt = attempt._replace(advice=advice_after_answers(ended.diagnosis) or attempt.advice)
        return SentCallback(send, self._mask.over_attempt(attempt), ended.reached)

    def _nothing_there(self, attempt: Attempt) -> UsageError:
        address = self._mask.over_address(self._target.template).partition("?")[0]
        advice = f"; {attempt.advice}" if attempt.advice else ""
        return UsageError(f"nothing can be checked at {address}: {attempt.detail}{advice}")


def _new_id(report: Report, id_bytes: bytes, *, unknown: bool) -> str:
    """A made-up id of a call or message; one that begins with zeros when ``unknown``."""
    if isinstance(report, MessageReport):
        return report.new_id(id_bytes, unknown=unknown)
    drawn = call_id(id_bytes)
    return _NO_CALL + drawn[len(_NO_CALL) :] if unknown else drawn


def _callback_address(send: CaseSend, template: str, reference_id: str, quirks: Quirks) -> str:
    """The CallbackUrl as it is called: with what this callback says, to the byte."""
    if isinstance(send.report, MessageReport):
        return send.report.address(template, reference_id, quirks, send.edits)
    return callback_url(template, reference_id, send.report, quirks, send.edits)
