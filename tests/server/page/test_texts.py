"""The page's two languages say the same things, and every sentence that is used is there."""

import re

import pytest

from mock_esms.esms.requests.request_warnings import WARNINGS
from mock_esms.server.page import STATIC

APP = STATIC / "app"
ENTRY = re.compile(r'^  (\w+): "(.*)",$', re.MULTILINE)
USED = re.compile(r"""\bt\(["'](\w+)["']""")
BUILT = re.compile(r"""\bt\(`(\w+)_\$\{""")


def texts(language):
    files = sorted(APP.glob(f"texts-{language}*.js"))
    return dict(entry for file in files for entry in ENTRY.findall(file.read_text(encoding="utf-8")))


EN, VI = texts("en"), texts("vi")


def test_both_languages_have_the_same_sentences():
    assert len(EN) > 100, "the pattern of this test finds them"
    assert list(EN) == list(VI)


@pytest.mark.parametrize("key", EN)
def test_both_name_the_same_values(key):
    assert sorted(re.findall(r"\{\w+\}", EN[key])) == sorted(re.findall(r"\{\w+\}", VI[key]))


def test_vietnamese_is_written_with_its_letters():
    plain = {key for key, text in VI.items() if text.isascii() and text != EN[key]}
    needs_none = {"callbacks", "in_time", "show_json"}  # Callback, sau {time}, Xem JSON
    assert plain == needs_none, "any other Vietnamese sentence without a single diacritic is a mistake"


def test_every_warning_has_a_meaning_in_vietnamese():
    meanings = re.findall(
        r'^    "([\w-]+)":\s+"(.*)",$', (APP / "warnings.js").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [code for code, _ in meanings] == list(WARNINGS)
    assert [code for code, text in meanings if text.isascii()] == []


def test_every_sentence_that_a_module_asks_for_is_there():
    modules = [file for file in APP.glob("*.js") if not file.name.startswith(("texts-", "i18n"))]
    for file in modules:
        text = file.read_text(encoding="utf-8")
        missing = [key for key in USED.findall(text) if key not in EN]
        missing += [f"{start}_…" for start in BUILT.findall(text) if not any(key.startswith(f"{start}_") for key in EN)]
        assert missing == [], file.name


def test_no_sentence_is_left_that_nobody_says():
    text = "".join(file.read_text(encoding="utf-8") for file in APP.glob("*.js") if not file.name.startswith("texts-"))
    starts = {f"{start}_" for start in BUILT.findall(text)}
    unused = [key for key in EN if not re.search(rf'["\']{key}["\']', text) and not key.startswith(tuple(starts))]
    assert unused == []
