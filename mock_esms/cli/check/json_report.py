"""The result of a check as JSON, for scripts."""

import json
from collections.abc import Mapping

from mock_esms.delivery.receiver_check import CaseResult, CheckResult
from mock_esms.model.times import SECOND
from mock_esms.server.control.entries.callback_json import serialize_attempt


def json_text(result: CheckResult) -> str:
    """The whole result; its names stay what they are, and ``timeout`` is in seconds."""
    view = {
        "url": result.url,
        "kind": result.kind,
        "ok": result.ok,
        "passed": len(result.cases) - len(result.failed),
        "failed": len(result.failed),
        "seed": result.seed,
        "timeout": result.timeout / SECOND,
        "cases": [_case(case) for case in result.cases],
    }
    return json.dumps(view, ensure_ascii=False, indent=2)


def _case(case: CaseResult) -> Mapping[str, object]:
    return {
        "name": case.name,
        "title": case.case.title,
        "proves": case.case.proves,
        "ok": case.ok,
        "status": case.statuses,
        "ms": case.ms,
        "verdict": case.judged.text,
        "next": case.judged.next,
        "advice": case.judged.advice,
        "attempts": [serialize_attempt(attempt) for attempt in case.attempts],
    }
