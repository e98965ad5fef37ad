"""One check from its beginning to its exit status."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from mock_esms.cli.check import CheckCommandOptions
from mock_esms.cli.check.displays import CheckDisplay, display_for_stdout, show_list
from mock_esms.cli.output import print_line
from mock_esms.cli.program import INTERRUPTED
from mock_esms.config.settings import Egress
from mock_esms.delivery import EgressRule
from mock_esms.delivery.receiver_check import CheckResult, ReceiverCheck, chosen, target_of
from mock_esms.delivery.trust_store import trusting
from mock_esms.errors import UsageError
from mock_esms.model.times import SECOND


def list_cases(globs: Iterable[str]) -> int:
    """Print the cases."""
    show_list(chosen(globs))
    return 0


def run(url: str, options: CheckCommandOptions) -> int:
    """Check, show, and write what was asked for. Raises ``UsageError``."""
    target = target_of(
        url,
        {
            "only": options["only"],
            "timeout": options["timeout"] / SECOND,
            "seed": options["seed"],
            "headers": options["headers"],
            "callback_template": options["callback_template"],
            "reference_ids": options["reference_ids"],
            "any_body": options["any_body"],
        },
    )
    egress = Egress(
        allow=options["allow_callback"], rewrite=dict(options["rewrite_callback"]), ca=options["callback_ca"]
    )
    check = ReceiverCheck(target, EgressRule(egress), trust=trusting(egress.ca))
    report = options["junit"]
    if report is not None:
        _make_room(report)
    screen = display_for_stdout(target, as_json=options["as_json"], verbose=options["verbose"])
    try:
        result = _play(check, screen)
    except KeyboardInterrupt:
        why = f"ended by Ctrl-C; {screen.shown} of {len(target.cases)} cases were over"
        print_line(f"mock-esms: {why}", err=True)
        _write_without_result(report, why)
        return INTERRUPTED
    except UsageError as error:
        _write_without_result(report, str(error))
        raise
    if options["as_json"]:
        from mock_esms.cli.check.json_report import json_text

        print_line(json_text(result))
    if report is not None:
        from mock_esms.cli.check.junit_report import junit_xml

        report.write_text(junit_xml(result), encoding="utf-8")
    return 0 if result.ok else 1


def _play(check: ReceiverCheck, screen: CheckDisplay) -> CheckResult:
    with screen:
        result = asyncio.run(check.run(screen.show))
    screen.end(result)
    return result


def _write_without_result(report: Path | None, why: str) -> None:
    if report is not None:
        from mock_esms.cli.check.junit_report import junit_without_result

        report.write_text(junit_without_result(why), encoding="utf-8")


def _make_room(path: Path) -> None:
    """Find out before the check, and not after it, that the file cannot be written."""
    try:
        path.write_text("", encoding="utf-8")
    except OSError as error:
        message = f"--junit {path}: it cannot be written: {error.strerror or error}"
        raise UsageError(message) from None
