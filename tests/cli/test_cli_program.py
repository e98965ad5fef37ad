import json
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import mock_esms
from mock_esms import __version__
from mock_esms.journal.store.migrations import STEPS
from tests.cli.running import CHECKOUT, COMMAND, environment, run

COMMANDS = ("serve", "demo", "call", "tail", "scenarios", "ready")


def modules_after(*args: str) -> set[str]:
    script = (
        "import json, sys\nfrom mock_esms.cli import main\n"
        f"try:\n    main({list(args)!r})\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_version_is_printed_with_those_that_decide_how_a_sandbox_runs():
    done = run("--version")
    assert (done.stderr, done.returncode) == ("", 0)
    first, second = done.stdout.splitlines()
    assert first == f"mock-esms {__version__}"
    python = platform.python_version()
    assert second.startswith(f"{platform.python_implementation()} {python}, aiohttp {version('aiohttp')}, ")
    assert re.search(rf", (no uvloop|uvloop [\d.]+), store format {len(STEPS)}$", second)


@pytest.mark.parametrize("args", [(), ("--help",), ("-h",)])
def test_whoever_asks_for_help_is_shown_every_command(args):
    done = run(*args)
    assert done.returncode == 0
    assert done.stderr == ""
    assert [command for command in COMMANDS if f"\n  {command} " not in done.stdout] == []


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("ready", "--timeout", "0"), ("serve", "--help")])
def test_what_does_not_serve_imports_nothing_heavy(args):
    heavy = {"aiohttp", "asyncio", "faker", "phonenumbers", "pydantic", "rich", "yaml", "urllib.request"}
    assert modules_after(*args) & heavy == set()


def test_importing_the_package_imports_nothing_but_the_version():
    script = (
        "import sys; import mock_esms; print(*(name for name in sys.modules if name.startswith(('mock_esms.', 'aio'))))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["mock_esms._version"]


def test_every_public_name_is_there_when_it_is_asked_for():
    assert [name for name in mock_esms.__all__ if not hasattr(mock_esms, name)] == []
    assert set(mock_esms.__all__) <= set(dir(mock_esms))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        mock_esms.nothing  # noqa: B018 - looking it up is the point


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("nope",), "No such command 'nope'"),
        (("serve", "--stoer", "x.db"), "No such option"),
        (("serve", "--port", "70000"), "'--port': 70000 is not in the range"),
        (("serve", "--port", "http"), "'--port': 'http' is not a valid integer"),
        (("serve", "--clock", "fast"), "'--clock': 'fast' is not one of"),
        (("serve", "--speed", "0"), "'0' is no speed"),
        (("serve", "--speed", "nan"), "'nan' is no speed"),
        (("serve", "--now", "tomorrow"), "'tomorrow' is not a date and time"),
        (("serve", "--grace", "-1s"), "-1s is negative"),
        (("serve", "--journal-limit", "0"), "'--journal-limit': 0 is not in the range"),
        (("serve", "--rewrite-callback", "localhost"), "'localhost' is no pair"),
        (("serve", "--rewrite-callback", "a/b=c"), "'a/b' is not a host"),
        (("serve", "--allow-callback", "10.0.0.0/99"), "neither a network"),
        (("serve", "--verbose", "--quiet"), "contradict each other"),
        (("serve", "no-such-folder"), "there is no file or folder no-such-folder"),
        (("serve", "--config", "no-such-file.yaml"), "no-such-file.yaml"),
        (("serve", "--host", "no.such.host.invalid"), "cannot listen on no.such.host.invalid"),
        (("call",), "name one PHONE to call"),
        (("call", "09", "--param", "MaxRetry"), "'MaxRetry' is no pair"),
        (("call", "09", "--url", "ftp://x"), "'ftp://x' is no address of a sandbox"),
        (("tail", "--url", "http://127.0.0.1:x"), "is no address of a sandbox"),
        (("ready", "--timeout", "soon"), "'soon' is not a duration"),
        (("scenarios",), "Missing command"),
        (("scenarios", "show", "answerd"), "there is no scenario 'answerd'; did you mean `answered`?"),
        (("scenarios", "validate"), "Missing argument"),
        (("scenarios", "validate", "no-such-folder"), "there is no file or folder no-such-folder"),
    ],
)
def test_a_mistake_ends_with_status_2_and_one_sentence(args, sentence):
    done = run(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("args", [("scenarios", "list"), ("--help",)])
def test_a_reader_that_has_gone_ends_a_command_without_a_traceback(args):
    process = subprocess.Popen(
        [*COMMAND, *args],
        cwd=CHECKOUT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=100)
    assert errors == ""


FULL = Path("/dev/full")
"""A device that is always full."""


@pytest.mark.skipif(not FULL.is_char_device(), reason="this system has no /dev/full")
@pytest.mark.parametrize("args", [("scenarios", "list"), ("scenarios", "show", "default"), ("--help",)])
def test_a_full_disk_is_told_in_one_sentence(args):
    with FULL.open("w") as full:
        done = subprocess.run(
            [*COMMAND, *args],
            cwd=CHECKOUT,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "mock-esms: the output cannot be written: No space left on device\n")
