from pathlib import Path

import pytest

from tests.documents import DocumentIsWrongError, Reader, blocks_of, fits

CHECKOUT = Path(__file__).parents[2]
SERVER = """\
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"pong")

server = http.server.HTTPServer(("127.0.0.1", 9000), Handler)
print(f"listening on {server.server_port}", flush=True)
server.serve_forever()
"""

pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="documents are followed with /bin/sh")


def test_the_readme_leaves_only_those_blocks_alone_that_install_or_never_end():
    blocks = list(blocks_of((CHECKOUT / "README.md").read_text(encoding="utf-8")))
    left_alone = [block for block in blocks if block.note == "not run"]
    assert len(left_alone) * 2 < len(blocks), [f"line {block.line}: {block.argument}" for block in left_alone]


@pytest.mark.parametrize(
    "document",
    [
        "```console\n$ echo one\none\n$ echo two; echo three\ntwo\nthree\n```\n",
        "```console\n$ echo at $$\nat …\n```\n",
        "```console\n$ echo one \\\n    two\none two\n```\n",
        "```python\nassert 1 + 1 == 2\n```\n",
        "<!-- file: hello.txt -->\n```text\nhello\n```\n\n```console\n$ cat hello.txt\nhello\n```\n",
        "<!-- not run: it needs a telephone -->\n```basic\n10 DIAL\n```\n",
    ],
)
def test_a_document_that_tells_the_truth_is_followed_to_its_end(tmp_path, document):
    with Reader(tmp_path) as reader:
        reader.follow(document)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("text\n\n```console\n$ echo one\ntwo\n```\n", "line 3: $ echo one"),
        ("```console\n$ echo one\n```\n", "it printed\none"),
        ("```console\n$ echo one\none\ntwo\n```\n", "the document says\none\ntwo"),
        ("```console\n$ exit 3\n```\n", "status 3"),
        ("```console\necho one\n```\n", "starts with a line `$ command`"),
        ("```python\nassert 1 + 1 == 3\n```\n", "AssertionError"),
        ("```php\n<?php\n```\n", "how to run a block php"),
        ("```\n$ echo one\n```\n", "how to run a block without a language"),
        ("```yaml\ntitle: a\n```\n", "how to run a block yaml"),
        ("<!-- not run -->\n```php\n<?php\n```\n", "needs a text"),
        ("<!-- not ran: typo -->\n```php\n<?php\n```\n", "nobody knows the comment"),
        ("<!-- start -->\n```console\n$ true\n```\n", "the output that one waits for"),
        ("<!-- start -->\n```console\n$ echo off; exit 0\non\n```\n", "it printed\noff"),
        ("<!-- start -->\n```console\n$ echo broken >&2\nready\n```\n", "broken"),
        ("<!-- scenario: a.yaml -->\n```python\npass\n```\n", "how to run a block scenario"),
        ("```console\n$ echo one\n", "the block never ends"),
    ],
)
def test_a_document_that_is_wrong_is_refused_with_its_line_and_the_evidence(tmp_path, document, complaint):
    with Reader(tmp_path) as reader, pytest.raises(DocumentIsWrongError) as error:
        reader.follow(document)
    assert complaint in str(error.value)
    assert str(error.value).startswith("line ")


def test_a_server_is_waited_for_by_its_line_and_its_port_is_free_and_known_from_then_on(tmp_path):
    ask = "import urllib.request as u; assert u.urlopen('http://127.0.0.1:9000/').read() == b'pong'"
    with Reader(tmp_path) as reader:
        reader.follow(
            f"<!-- file: server.py -->\n```python\n{SERVER}```\n"
            "<!-- start -->\n```console\n$ python3 server.py\nlistening on 9000\n```\n"
            f"```python\n{ask}\n```\n"
            "```console\n$ echo port 9000\nport 9000\n```\n"
        )
        assert reader._ports["9000"] not in ("0", "9000")


def test_a_scenario_that_is_not_valid_is_refused(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow("<!-- scenario: good.yaml -->\n```yaml\ntitle: Answered\n```\n")
        with pytest.raises(DocumentIsWrongError, match="titel"):
            reader.follow("<!-- scenario: bad.yaml -->\n```yaml\ntitel: Answered\n```\n")


def test_settings_that_no_sandbox_starts_with_are_refused(tmp_path):
    with Reader(tmp_path) as reader:
        reader.follow("<!-- settings: good.yaml -->\n```yaml\ncallback: {retries: 2}\n```\n")
        with pytest.raises(DocumentIsWrongError, match="callbak"):
            reader.follow("<!-- settings: bad.yaml -->\n```yaml\ncallbak: {retries: 2}\n```\n")


@pytest.mark.parametrize(
    ("expected", "actual", "fitting"),
    [
        ("one\ntwo\n", "one\ntwo\n", True),
        ("one\n", "one", True),
        ("one\n", "one two", False),
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a\nc\n", False),
        ("first\n…\nlast\n", "first\nlast\n", True),
        ("first\n…\nlast\n", "first\na\nb\nlast\n", True),
        ("first\n…\n", "second\n", False),
        ("a.c\n", "abc\n", False),
        ("", "", True),
        ("", "one\n", False),
    ],
)
def test_an_ellipsis_stands_for_any_text_in_a_line_or_for_any_lines(expected, actual, fitting):
    assert fits(expected, actual) is fitting
