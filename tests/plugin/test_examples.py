import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
EXAMPLES = CHECKOUT / "examples"
PLUGINS = {
    "aiohttp_shop": ("pytest_asyncio.plugin",),
    "flask_shop": (),
    "django_shop": (),
    "closed_shop": (),
    "otp_shop": (),
}


@pytest.mark.parametrize("example", PLUGINS)
def test_the_suite_of_each_example_passes(example):
    plugins = [word for plugin in ("mock_esms.pytest_plugin", *PLUGINS[example]) for word in ("-p", plugin)]
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-q", *plugins, "-p", "no:cacheprovider"],
        cwd=EXAMPLES / example,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_example_is_run():
    assert {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()} == set(PLUGINS)
