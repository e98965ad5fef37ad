"""Each result code of eSMS's table can be reached, as docs/operations.md says (FACTS-MESSAGES 8)."""

from typing import Any
from urllib.parse import urlencode

import pytest

from mock_esms.config.account import Account, ZaloAccount
from tests.documents import CHECKOUT
from tests.esms.codes_reached import LISTED, REACHED
from tests.esms.codes_section import codes_section
from tests.places import running
from tests.zalo import OA

TABLE = [
    "99",
    "100",
    "101",
    "102",
    "103",
    "104",
    "105",
    "106",
    "107",
    "108",
    "110",
    "115",
    "117",
    "118",
    "120",
    "124",
    "140",
    "143",
    "146",
    "160",
    "161",
    "162",
    "163",
    "171",
    "177",
    "199",
    "201",
    "204",
    "210",
    "300",
    "301",
    "687",
    "789",
    "790",
    "791",
    "799",
    "801",
    "802",
    "851",
    "852",
    "853",
    "854",
]
"""The codes of eSMS's table, those included that only a page of an operation has."""


def account(**fields: Any) -> Account:
    if fields.get("zalo") == "listed":
        fields["zalo"] = (ZaloAccount(oa_id=OA, templates=(LISTED,)),)
    return Account(**{"api_key": "test-api-key", "secret_key": "test-secret-key", **fields})


def test_every_code_of_the_table_has_a_way_and_no_other_has():
    assert sorted(REACHED, key=int) == TABLE


@pytest.mark.parametrize("code", TABLE)
async def test_each_code_is_reached_as_the_page_says(code):
    way = REACHED[code]
    async with running(accounts=(account(**way.account),), quirks=way.quirks) as client:
        for _ in range(way.times):
            if way.by_get:
                reply = await client.get(f"{way.path}?{urlencode(way.body)}")
            else:
                reply = await client.post(way.path, way.body)
        assert reply.status == 200
        assert reply.json["CodeResult"] == code, reply.body


def test_the_page_of_operations_says_how_to_get_each_code():
    page = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert codes_section() in page, "write that section anew: python -m tests.esms.codes_section"
