"""A page NAME.vi.md is NAME.md in Vietnamese: whoever changes one changes the other.

What can be compared without knowing Vietnamese is compared, section by section: headings, code blocks byte for byte,
the rows of tables, names in backticks, numbers, and where links lead.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest

import pytest

from tests.documents import CHECKOUT

ENGLISH, VIETNAMESE = "README.md", "README.vi.md"
PAGES = sorted(
    page.relative_to(CHECKOUT).as_posix() for page in (*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"))
)
VIETNAMESE_PAGES = [page for page in PAGES if page.endswith(".vi.md")]
ONLY_ENGLISH = {"docs/fidelity.md", "CHANGELOG.md"}
"""The ledger and the changes are kept in English alone, because their rows come with the code; no other page may be."""


@dataclass
class Section:
    """What stands between two headings: the heading's level and text, and what is the same in every language."""

    level: int = 0
    heading: str = ""
    blocks: list[str] = field(default_factory=list)
    rows: int = 0
    prose: list[str] = field(default_factory=list)

    @property
    def names(self) -> Counter[str]:
        return Counter(" ".join(name.split()) for name in re.findall(r"`([^`]+)`", "\n".join(self.prose)))

    @property
    def numbers(self) -> Counter[str]:
        """Those outside of names; points and commas in them are a matter of language."""
        text = re.sub(r"`[^`]*`|\]\([^)]*\)", "", "\n".join(self.prose))
        return Counter(re.sub(r"[.,]", "", number) for number in re.findall(r"\d(?:[\d.,]*\d)?", text))

    @property
    def links(self) -> Counter[str]:
        found = re.findall(r"\]\(([^)]+)\)", "\n".join(self.prose))
        return Counter(link for link in found if link not in {ENGLISH, VIETNAMESE})


def sections_of(text: str) -> list[Section]:
    sections = [Section()]
    lines = iter(text.splitlines())
    for line in lines:
        here = sections[-1]
        if heading := re.match(r"(#+) (.*)", line):
            sections.append(Section(len(heading[1]), heading[2]))
        elif line.startswith(("```", "<!--")):
            here.blocks.append(line)
            if line.startswith("```"):
                for inner in lines:
                    here.blocks[-1] += f"\n{inner}"
                    if inner == "```":
                        break
        else:
            here.rows += line.startswith("|")
            here.prose.append(line)
    return sections


def differences(english: str, vietnamese: str) -> list[str]:
    """Where the two do not say the same, each in a sentence that says what to do."""
    ours, theirs = sections_of(english), sections_of(vietnamese)
    found = []
    if [section.level for section in ours] != [section.level for section in theirs]:
        pairs = zip_longest((section.heading for section in ours), (section.heading for section in theirs))
        return [f"the headings are not the same: {' | '.join(f'{one} = {two}' for one, two in pairs)}"]
    for one, two in zip(ours, theirs, strict=True):
        where = f"under {one.heading!r} ({two.heading!r})"
        if one.blocks != two.blocks:
            found += [
                f"{where} a block differs; copy it:\n{block}\n--- instead of\n{other}"
                for block, other in zip_longest(one.blocks, two.blocks)
                if block != other
            ]
        if one.rows != two.rows:
            found.append(f"{where} the tables have {one.rows} lines in one and {two.rows} in the other")
        kinds = {"names in backticks": "names", "links": "links", "numbers": "numbers"}
        for what, kind in kinds.items():
            mine, other = getattr(one, kind), getattr(two, kind)
            if mine != other:
                missing, extra = sorted((mine - other).elements()), sorted((other - mine).elements())
                found.append(f"{where} {what}: {VIETNAMESE} lacks {missing}, and has {extra} too many")
    return found


def english_of(page: str) -> str:
    return page.replace(".vi.md", ".md")


@pytest.mark.parametrize("page", VIETNAMESE_PAGES)
def test_the_vietnamese_page_says_what_the_english_one_says(page):
    found = differences((CHECKOUT / english_of(page)).read_text("utf-8"), (CHECKOUT / page).read_text("utf-8"))
    assert not found, f"{page} must follow {english_of(page)}; change it too:\n" + "\n".join(found)


@pytest.mark.parametrize("page", VIETNAMESE_PAGES)
def test_the_vietnamese_page_is_in_vietnamese_and_written_in_composed_letters(page):
    text = (CHECKOUT / page).read_text("utf-8")
    prose = [line for section in sections_of(text) for line in section.prose if len(re.findall(r"\w+", line)) > 8]
    plain = [line for line in prose if not any(ord(letter) > 0x7F for letter in line if letter.isalpha())]
    assert plain == [], "these lines are not translated"
    assert unicodedata.is_normalized("NFC", text)


def test_every_page_is_there_in_vietnamese():
    english = {page for page in PAGES if not page.endswith(".vi.md")}
    assert english - {english_of(page) for page in VIETNAMESE_PAGES} == ONLY_ENGLISH


def test_each_readme_leads_to_the_other():
    for page, other in ((ENGLISH, VIETNAMESE), (VIETNAMESE, ENGLISH)):
        assert f"]({other})" in (CHECKOUT / page).read_text("utf-8").splitlines()[2]


ONE = "# A\n\nText with `name` and [a link](there.md).\n\n| a |\n| --- |\n| b |\n\n```sh\n$ one\n```\n\n## B\n"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("## B\n", ""), "the headings are not the same"),
        (("## B", "### B"), "the headings are not the same"),
        (("$ one", "$ two"), "a block differs; copy it"),
        (("```sh", "<!-- start -->\n```sh"), "a block differs; copy it"),
        (("| b |\n", ""), "the tables have 3 lines in one and 2 in the other"),
        (("`name`", "name"), "lacks ['name'], and has [] too many"),
        (("Text with", "Text of 2,000 with"), "numbers: README.vi.md lacks [], and has ['2000'] too many"),
        (("there.md", "elsewhere.md"), "lacks ['there.md'], and has ['elsewhere.md'] too many"),
    ],
)
def test_a_change_in_only_one_of_them_is_found_and_told_with_its_place(change, complaint):
    assert differences(ONE, ONE) == []
    assert complaint in "\n".join(differences(ONE, ONE.replace(*change)))
