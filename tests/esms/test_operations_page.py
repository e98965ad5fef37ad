import re
import shutil

import pytest

from mock_esms.esms.operations import EVERY_OPERATION
from tests.documents import CHECKOUT, Reader

PAGE = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page is followed with curl")
def test_whoever_follows_the_page_of_operations_sees_what_it_says(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow(PAGE)


def test_the_page_has_a_line_to_try_every_operation():
    names = {operation.name for operation in EVERY_OPERATION}
    known = "|".join(sorted(names, key=len, reverse=True))  # SendZaloMessage_V6/zalo_uid before SendZaloMessage_V6
    found = re.findall(rf"8080/(?:MainService\.svc/json/)?((?:{known})\b|(?!MainService|_mock)\w+)", PAGE)
    assert set(found) == names


def test_the_page_names_every_parameter_of_the_operations_that_call():
    for operation in EVERY_OPERATION:
        if operation.host == "voice" and operation.does == "call":
            row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{operation.name}`"))
            told = {word.strip() for word in re.split(r"[,;]", row.split("|")[3])}
            assert told == {parameter.name for parameter in operation.parameters} - {"ApiKey", "SecretKey", "Phone"}
