"""docs/operations.md has a row for every page of eSMS's own documentation, in the order of its index."""

import re

import pytest

from mock_esms.esms.operations import EVERY_OPERATION
from tests.documents import CHECKOUT

PAGE = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
HEADING = "## Every page of eSMS's documentation, and its operation"
INDEX = (
    "getting started",
    "otp",
    "advertising",
    "zalo",
    "viber",
    "fixed",
    "multi-channel",
    "personized",
    "consulting, text",
    "consulting, photo",
    "consulting, button",
    "trading",
    "user's information",
    "journey",
    "auto-generated sms",
    "multichannel auto-generated otp",
    "balance",
    "smsid",
    "message details",
    "message status",
    "brandnames",
    "customer care templates",
    "zalo oa",
    "templates of an oa",
    "summary of customer care",
    "summary of advertising",
    "summary of zalo",
    "quota",
    "rating",
    "quality",
    "followers",
    "callback data",
    "template details",
    "purchase",
    "zalo template",
    "sms template",
    "other: customer care by get",
    "other: customer care by x-form",
    "other: customer care by text",
    "other: fixed number by get",
    "other: advertising by text",
    "other: zalo, the old version",
    "other: zalo by x-form",
    "other: zalo, full template",
    "other: viber by get",
    "other: check code",
    "shortcode",
    "voice: call with a recording",
    "voice: call with a template",
    "voice: result",
    "voice: callback",
    "error codes",
    "test environment",
    "callback url",
    "not in the index: zalo by user id",
    "not in the index: zalo by hashed phone",
    "not in the index: zalo v5",
    "not in the index: uids",
    "not in the index: zns status",
    "not in the index: zalo message status",
)
"""The pages of eSMS's index in its order, then those of its newer mirror alone, by words of their titles."""
WITHOUT_OPERATION = (
    "getting started",
    "shortcode",
    "voice: callback",
    "error codes",
    "test environment",
    "callback url",
)
"""Pages that tell of no operation that a client calls."""


def rows():
    table = PAGE[PAGE.index(HEADING) :].partition("\n\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def sections():
    """The parts of the page by the anchors of their headings."""
    found = {}
    for part in PAGE.split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        found[re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")] = text
    return found


def test_every_page_of_the_index_has_its_row_in_its_order():
    titles = [row[0].lower() for row in rows()]
    assert len(titles) >= len(INDEX)
    for title, words in zip(titles, INDEX, strict=False):
        assert words in title, (title, words)
    assert all(title.startswith("no page") for title in titles[len(INDEX) :])


def test_a_row_without_an_operation_is_that_of_a_page_without_one():
    without = [row[0].lower() for row in rows() if not row[1]]
    assert len(without) == len(WITHOUT_OPERATION)
    assert all(words in title for title, words in zip(without, WITHOUT_OPERATION, strict=True))


def test_the_rows_have_all_operations_and_no_others():
    told = {row[1].strip("`") for row in rows() if row[1]}
    assert told == {operation.name for operation in EVERY_OPERATION} - {"GetBalance"}  # by GET, beside GetBalance_json


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_each_row_leads_to_a_line_that_tries_it(row):
    _, operation, where, grade = row
    assert grade in {"doc", "seen"}
    link = re.search(r"\]\(([^)#]*)(?:#([\w-]+))?\)", where)
    assert link is not None, where
    if not operation:
        assert (CHECKOUT / "docs" / link[1]).is_file()
        return
    name = operation.strip("`")
    tried = re.compile(rf"http://127\.0\.0\.1:8080/\S*?/?{re.escape(name)}(?!\w|/(?!test-api-key)\w)")
    assert tried.search(sections()[link[2]]), f"no line tries {name} in #{link[2]}"
