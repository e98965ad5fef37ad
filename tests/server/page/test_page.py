"""The page as its server gives it: which files, with which headers, to whom."""

import re
import shutil
import subprocess

import pytest

from mock_esms.server.page import STATIC
from tests.places import running

APP = sorted((STATIC / "app").glob("*.js"))
STYLES = sorted((STATIC / "style").glob("*.css"))
NODE = shutil.which("node")


async def test_the_page_is_html_that_may_run_only_its_own_files():
    async with running() as client:
        reply = await client.get("/_mock/")
        assert (reply.status, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        policy = reply.headers["Content-Security-Policy"].split("; ")
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert not [
            directive for directive in policy if "unsafe" in directive or "http" in directive or "*" in directive
        ]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"


async def test_whoever_leaves_the_slash_out_is_led_to_the_page():
    async with running() as client:
        reply = await client.get("/_mock")
        assert (reply.status, reply.headers["Location"]) == (308, "/_mock/")


async def test_every_file_that_the_page_names_is_served_with_its_type():
    async with running() as client:
        page = (await client.get("/_mock/")).body.decode()
        named = re.findall(r'(?:href|src)="(assets/[^"]+)"', page)
        assert len(named) > 5
        types = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
        for path in [*named, *(f"assets/app/{file.name}" for file in APP)]:
            reply = await client.get(f"/_mock/{path}")
            expected = f"{types[path.rpartition('.')[2]]}; charset=utf-8"
            assert (path, reply.status, reply.headers["Content-Type"]) == (path, 200, expected)
            assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "nothing.js",
        "app/nothing.js",
        "../__init__.py",
        "..%2f__init__.py",
        "app/..%2f..%2f__init__.py",
        "page.html",
        "app",
        "%00",
    ],
)
async def test_nothing_else_can_be_had(path):
    async with running() as client:
        reply = await client.get(f"/_mock/assets/{path}")
        assert reply.status == 404, reply.body


async def test_a_file_that_a_browser_has_is_not_sent_again():
    async with running() as client:
        first = await client.get("/_mock/assets/app/main.js")
        again = await client.get("/_mock/assets/app/main.js", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.body, first.headers["Cache-Control"]) == (304, b"", "no-cache")


async def test_the_page_needs_no_token_and_the_control_api_still_does():
    async with running(control_token="open sesame") as client:
        for path in ("/_mock", "/_mock/", "/_mock/assets/app/main.js", "/_mock/assets/style/base.css"):
            assert (await client.get(path)).status in {200, 308}, path
        for path in ("/_mock/calls", "/_mock/events", "/_mock/assetsx", "/_mock/clock"):
            assert (await client.get(path)).status == 401, path


async def test_the_page_is_not_given_to_strangers_names():
    async with running() as client:
        reply = await client.get("/_mock/", headers={"Host": "evil.example.com"})
        assert reply.status == 403


def test_nothing_comes_from_the_network():
    for file in [*APP, *STYLES, STATIC / "page.html"]:
        text = re.sub(r"^\s*//.*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert not re.findall(r"""(?:from|import|src=|href=|url)\s*\(?["']https?:""", text), file.name


def test_what_came_from_outside_can_only_be_text():
    dangerous = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc"
    )
    found = [(file.name, match[0]) for file in APP for match in dangerous.finditer(file.read_text(encoding="utf-8"))]
    assert found == []


def test_every_module_has_one_idea_and_says_it_first():
    for file in APP:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("// "), f"{file.name} begins with a sentence that says what it is for"
        assert len(lines) <= 300, f"{file.name} has {len(lines)} lines"
        if not file.name.startswith("texts-"):
            assert [line for line in lines if len(line) > 120] == [], file.name


@pytest.mark.skipif(
    NODE is None, reason="node, which would read the modules, is not installed; the browser reads them too"
)
def test_every_module_is_javascript():
    assert NODE is not None
    read = (
        "for (const file of process.argv.slice(1)) "
        "new vm.SourceTextModule(fs.readFileSync(file, 'utf8'), { identifier: file })"
    )
    command = [NODE, "--experimental-vm-modules", "--no-warnings", "--eval", read, *map(str, APP)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
