"""The result of a check as JUnit XML, as CI servers read it: one test case for each case.

A check that came to no result is an error in it: from an empty file, or one of an earlier run, a CI server learns
nothing.
"""

from datetime import UTC, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mock_esms._text import xml_text
from mock_esms.delivery.receiver_check import CaseResult, CheckResult
from mock_esms.delivery.receiver_check.result import case_lines
from mock_esms.model.times import SECOND

SUITE: Final = "mock-esms check"


def junit_xml(result: CheckResult) -> str:
    """The whole document; what XML cannot hold is written as an escape."""
    seconds = [_seconds(case) for case in result.cases]
    suites, suite = _suite(tests=len(result.cases), failures=len(result.failed), took=sum(seconds))
    begun = datetime.fromtimestamp(result.cases[0].attempts[0].at / SECOND, UTC)
    suite.set("timestamp", begun.strftime("%Y-%m-%dT%H:%M:%S"))
    properties = SubElement(suite, "properties")
    for name, value in (
        ("url", result.url),
        ("kind", result.kind),
        ("seed", result.seed),
        ("timeout", f"{result.timeout / SECOND:g}"),
    ):
        SubElement(properties, "property", name=name, value=xml_text(value))
    for case, took in zip(result.cases, seconds, strict=True):
        evidence = xml_text("\n".join(case_lines(case, detailed=True)))
        test = SubElement(suite, "testcase", classname=SUITE, name=case.name, time=f"{took:.3f}")
        if case.ok:
            SubElement(test, "system-out").text = evidence
        else:
            SubElement(test, "failure", type="verdict", message=xml_text(case.verdict)).text = evidence
    return _document(suites)


def junit_without_result(why: str) -> str:
    """The whole document of a check that came to no result: nothing can be reached, or somebody has ended it."""
    suites, suite = _suite(tests=1, errors=1)
    test = SubElement(suite, "testcase", classname=SUITE, name="check", time="0.000")
    SubElement(test, "error", type="no-result", message=xml_text(why))
    return _document(suites)


def _suite(*, tests: int, failures: int = 0, errors: int = 0, took: float = 0.0) -> tuple[Element, Element]:
    """The document's root with these counts, and its only suite."""
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0}
    attributes = {"name": SUITE, **{name: str(count) for name, count in counts.items()}, "time": f"{took:.3f}"}
    suites = Element("testsuites", attributes)
    return suites, SubElement(suites, "testsuite", attributes)


def _document(suites: Element) -> str:
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _seconds(case: CaseResult) -> float:
    return case.ms / SECOND
