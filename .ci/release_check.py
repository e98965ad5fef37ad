# ruff: noqa: INP001 - a script of the release, no module
"""Whether this checkout may become a release: ``python .ci/release_check.py v0.1.0``. Each thing missing is a line.

Nobody knows the address of the repository, or whom to write to about security, before somebody publishes it. Where
such a thing belongs, FILL-IN stands. docs/releasing.md is the list for people.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[1]
MARK = "FILL-IN"
TO_FILL = ("pyproject.toml", "SECURITY.md", "SECURITY.vi.md", ".ci/schemastore.json")
"""The files in which something stands that only the publisher knows."""
URLS = ("Changelog", "Documentation", "Issues", "Source")


def missing(top: Path, tag: str) -> Iterator[str]:
    """What keeps the checkout in ``top`` from being tagged so, each thing in a sentence with its file."""
    for name in TO_FILL:
        for number, line in enumerate(_text(top, name).splitlines(), 1):
            if MARK in line:
                yield f"{name}:{number}: still to be filled in: {line.strip()}"
    yield from _versions(top, tag)
    yield from _addresses(top)


def _versions(top: Path, tag: str) -> Iterator[str]:
    found = re.search(r'^__version__ = "(\S+)"$', _text(top, "mock_esms/_version.py"), re.MULTILINE)
    version = found[1] if found else "?"
    if tag != f"v{version}":
        yield f"mock_esms/_version.py: the tag is {tag}, and the version {version}"
    if f"\nARG VERSION={version}\n" not in _text(top, "Dockerfile"):
        yield f"Dockerfile: ARG VERSION is not {version}"
    newest = re.search(r"^## .*$", _text(top, "CHANGELOG.md"), re.MULTILINE)
    heading = newest[0] if newest else "nothing"
    if not re.fullmatch(rf"## {re.escape(version)} - \d{{4}}-\d\d-\d\d", heading):
        yield f"CHANGELOG.md: the newest heading is {heading!r}, and should be '## {version} - ' with the day"


def _addresses(top: Path) -> Iterator[str]:
    urls: dict[str, str] = tomllib.loads(_text(top, "pyproject.toml"))["project"].get("urls", {})
    for name in URLS:
        if not urls.get(name, "").startswith("https://"):
            yield f"pyproject.toml: [project.urls] needs {name}, an address with https://"
    for entry in json.loads(_text(top, ".ci/schemastore.json")):
        if not entry["url"].startswith("https://"):
            yield f".ci/schemastore.json: the url of {entry['name']!r} is no address with https://"


def _text(top: Path, name: str) -> str:
    return (top / name).read_text(encoding="utf-8")


def main() -> int:
    """Tell what is missing for the tag that is given."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and the tag
        print("usage: python .ci/release_check.py vX.Y.Z")  # noqa: T201 - it is a command
        return 2
    told = list(missing(TOP, sys.argv[1]))
    print(*told, sep="\n", end="\n" if told else "")  # noqa: T201
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
