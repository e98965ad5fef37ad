import re
import shutil

import pytest

from mock_esms.server.control.endpoints import ENDPOINTS
from tests.documents import CHECKOUT, Reader

PAGE = (CHECKOUT / "docs" / "page.md").read_text(encoding="utf-8")
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SMALL = 150_000
"""Bytes of a picture: whoever clones the project takes all of them along."""


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page is followed with curl")
def test_whoever_follows_the_guide_to_the_page_sees_what_it_says(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


def test_the_addresses_that_it_names_are_those_of_the_control_api():
    told = set(re.findall(r"`(GET|POST|DELETE) /_mock(/[^`?]*)", PAGE))
    known = {(each.method.upper(), re.sub(r"\{.*?\}", "X", each.path)) for each in ENDPOINTS}
    assert {(method, re.sub(r"SMSID|NAME|PHONE", "X", path)) for method, path in told} <= known


def test_every_picture_is_there_and_small():
    named = set(re.findall(r"\]\((images/[^)]+)\)", PAGE)) | {
        path.removeprefix("docs/") for path in re.findall(r"\]\((docs/images/[^)]+)\)", README)
    }
    there = {f"images/{file.name}": file.stat().st_size for file in (CHECKOUT / "docs" / "images").glob("*")}
    assert named == set(there)
    assert {name: size for name, size in there.items() if size > SMALL} == {}
