# ruff: noqa: INP001 - a script of the gate, no module
"""Builds the site of docs/ into build/site: ``make docs``. A link that leads nowhere, or any other warning, fails it.

The pages at the top of the project (README, SECURITY, …) belong to the site too, so all pages are gathered in one
folder first, and their links led to where the pages stand there. A link to a file that is no page (an example, a test)
becomes its path. Beside the pages llms.txt is written, a list of them for machines that read (https://llmstxt.org).
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]
GATHERED = TOP / "build" / "docs"
SITE = TOP / "build" / "site"
PAGES = {
    "README.md": "index.md",
    "README.vi.md": "index.vi.md",
    "SECURITY.md": "security.md",
    "SECURITY.vi.md": "security.vi.md",
    "CONTRIBUTING.md": "contributing.md",
    "CONTRIBUTING.vi.md": "contributing.vi.md",
    "CHANGELOG.md": "changelog.md",
}
"""The pages at the top of the project, and their names in the site."""
LINK = re.compile(r"(!?)\[((?:[^\]`]|`[^`]*`)*)\]\(([^)#\s]+)(#[^)]*)?\)")
OTHER_LANGUAGE = re.compile(r"^\[(?:English|Tiếng Việt)\]\(\S+\)\n\n", re.MULTILINE)
"""The README's link to itself in the other language; the site has a switch for that."""
NOTE = re.compile(r"^<!--.*?-->\n", re.MULTILINE)
"""The comments above code blocks are for the tests that run them."""


def gather() -> None:
    """Put every page into one folder, with its links led to the others."""
    shutil.rmtree(GATHERED, ignore_errors=True)
    shutil.copytree(TOP / "docs", GATHERED)
    sources = {page: TOP / "docs" / page.relative_to(GATHERED) for page in GATHERED.rglob("*.md")}
    sources |= {GATHERED / name: TOP / page for page, name in PAGES.items()}
    for page, source in sources.items():
        text = NOTE.sub("", source.read_text(encoding="utf-8"))
        text = OTHER_LANGUAGE.sub("", text)
        page.write_text(LINK.sub(lambda link: led(link, source.parent, page), text), encoding="utf-8")  # noqa: B023


def led(link: re.Match[str], folder: Path, page: Path) -> str:
    """A link of a page that comes from a folder of the project, as it leads in the site."""
    bang, text, target, anchor = link[1], link[2], link[3], link[4] or ""
    path = (folder / target).resolve()
    if "://" in target or not path.exists() or not path.is_relative_to(TOP):
        return link[0]
    inside = path.relative_to(TOP).as_posix()
    there = PAGES.get(inside) or (inside.removeprefix("docs/") if inside.startswith("docs/") else "")
    if not there or path.is_dir():
        return f"{text} (`{inside}`)"
    return f"{bang}[{text}]({'../' * len(page.relative_to(GATHERED).parts[1:])}{there}{anchor})"


def llms() -> str:
    """What the project is, and where each page stands."""
    about = (GATHERED / "index.md").read_text(encoding="utf-8").split("\n\n")[2]
    pages = [page for page in sorted(GATHERED.rglob("*.md")) if not page.name.endswith(".vi.md")]
    lines = [f"# mock-esms\n\n> {' '.join(about.split())}\n\n## Pages\n"]
    for page in pages:
        title = page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        lines.append(f"- [{title}]({page.relative_to(GATHERED).with_suffix('.html').as_posix()})")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Gather, build, and tell what is wrong."""
    gather()
    (GATHERED / "llms.txt").write_text(llms(), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(  # noqa: S603 - nothing from outside is in it
        [*command, "--config-file", str(Path(__file__).with_name("mkdocs.yml")), "--site-dir", str(SITE)],
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    warnings = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted"))]
    print(*warnings, sep="\n", end="\n" if warnings else "", file=sys.stderr)  # noqa: T201 - it is a command
    if done.returncode == 0 and not warnings:
        print(f"the site is in {SITE.relative_to(TOP)}: {len(list(SITE.rglob('*.html')))} pages")  # noqa: T201
    return done.returncode or bool(warnings)


if __name__ == "__main__":
    sys.exit(main())
