"""One check from its beginning to its exit status."""

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path

from mock_esms.cli.check import CheckCommandOptions
from mock_esms.cli.check.check_displays import check_display, show_list
from mock_esms.cli.check.junit_report import junit_without_result, junit_xml
from mock_esms.cli.output import output_may_fail, print_document, print_remark
from mock_esms.cli.program import INTERRUPTED
from mock_esms.config.settings import Egress
from mock_esms.delivery import EgressRule
from mock_esms.delivery.receiver_check import CheckKind, ReceiverCheck, chosen, target_of
from mock_esms.delivery.receiver_check.effects import CommandProbe, Effects, UrlProbe
from mock_esms.delivery.trust_store import trusting
from mock_esms.errors import UsageError
from mock_esms.model.times import SECOND


def list_cases(globs: Iterable[str], kind: CheckKind) -> int:
    """Print the cases of a kind."""
    show_list(chosen(globs, kind))
    return 0


def run(url: str, options: CheckCommandOptions) -> int:
    """Check, show the result, and write the reports; gives the exit status. Raises ``UsageError``."""
    target = target_of(
        url,
        {
            "kind": options["kind"],
            "only": options["only"],
            "timeout": options["timeout"] / SECOND,
            "seed": options["seed"],
            "headers": options["headers"],
            "callback_template": options["callback_template"],
            "reference_ids": options["reference_ids"],
            "any_body": options["any_body"],
            "effects": _probe(options),
        },
    )
    egress = Egress(
        allow=options["allow_callback"], rewrite=dict(options["rewrite_callback"]), ca=options["callback_ca"]
    )
    check = ReceiverCheck(target, EgressRule(egress), trust=trusting(egress.ca))
    report = options["junit"]
    # A check that is killed leaves a report, too; and a file that cannot be written is found out beforehand.
    _write(report, junit_without_result("the check has not ended"))
    display = check_display(target, as_json=options["as_json"], verbose=options["verbose"])
    try:
        with display.drawing():
            result = asyncio.run(check.run(display.show))
        display.end(result)
    except KeyboardInterrupt:
        why = f"ended by Ctrl-C; {len(display.results)} of {len(target.cases)} cases were over"
        print_remark(why)
        _write(report, junit_without_result(why))
        return INTERRUPTED
    except UsageError as error:
        _write(report, junit_without_result(str(error)))
        raise
    _write(report, junit_xml(result))
    if options["as_json"]:
        from mock_esms.cli.check.json_report import json_text

        with output_may_fail(sys.stdout):
            print_document([json_text(result), "\n"])
    return 0 if result.ok else 1


def _probe(options: CheckCommandOptions) -> Effects | None:
    """What counts effects, where something does. Raises ``UsageError`` for what contradicts itself."""
    if options["probe"] is not None and options["probe_url"] is not None:
        message = "--probe and --probe-url are two ways to count effects; give one of them"
        raise UsageError(message)
    if options["probe_path"] and options["probe_url"] is None:
        message = "--probe-path says where the number stands in what --probe-url answers; give that, too"
        raise UsageError(message)
    if options["probe"] is not None:
        return CommandProbe(options["probe"], options["timeout"])
    if options["probe_url"] is not None:
        return UrlProbe(options["probe_url"], options["probe_path"], options["timeout"])
    return None


def _write(path: Path | None, document: str) -> None:
    """Write the report where one is wanted. Raises ``UsageError`` where that is impossible."""
    if path is None:
        return
    try:
        path.write_text(document, encoding="utf-8")
    except OSError as error:
        message = f"--junit {path}: it cannot be written: {error.strerror or error}"
        raise UsageError(message) from None
