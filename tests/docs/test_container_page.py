"""compose.yaml and what docs/container.md and docs/https.md say in YAML, held against the image and the commands."""

import re
from pathlib import Path

import pytest
import yaml

from mock_esms.cli.serve.serve_command import command
from tests.documents import CHECKOUT, blocks_of

COMPOSE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text(encoding="utf-8"))
PAGES = ("container.md", "https.md")
SNIPPETS = [
    pytest.param(yaml.safe_load(block.text), id=f"{page}:{block.line}")
    for page in PAGES
    for block in blocks_of((CHECKOUT / "docs" / page).read_text(encoding="utf-8"))
    if block.language == "yaml"
]
TWINS = {param.envvar for param in command.params if param.envvar}


def test_every_variable_that_a_yaml_sets_for_the_sandbox_is_one_that_it_reads():
    texts = [(CHECKOUT / "docs" / page).read_text(encoding="utf-8") for page in PAGES]
    texts += [(CHECKOUT / name).read_text(encoding="utf-8") for name in ("compose.yaml", "Dockerfile")]
    named = {name for text in texts for name in re.findall(r"\bMOCK_ESMS_[A-Z_]+\b", text)}
    assert named - TWINS == set()
    assert "MOCK_ESMS_TLS_PORT" in named


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_snippet_is_yaml_with_something_to_run(snippet):
    assert isinstance(snippet, dict)
    if "services" in snippet:
        assert all("image" in service or "build" in service for service in snippet["services"].values())
        volumes = {
            volume.partition(":")[0]
            for service in snippet["services"].values()
            for volume in service.get("volumes", ())
            if not volume.startswith((".", "/", "$"))
        }
        assert volumes == set(snippet.get("volumes", {})), "a named volume is declared, and a declared one used"
    elif "jobs" in snippet:
        assert all(step.get("run") or step.get("uses") for job in snippet["jobs"].values() for step in job["steps"])
    else:
        assert snippet["test"]["script"] == ["python -m pytest"]


def test_in_compose_the_sandbox_has_both_names_of_esms_on_the_ports_that_they_mean():
    sandbox = COMPOSE["services"]["mock-esms"]
    assert sandbox["networks"]["default"]["aliases"] == ["voiceapi.esms.vn", "rest.esms.vn"]
    assert (sandbox["environment"]["MOCK_ESMS_PORT"], sandbox["environment"]["MOCK_ESMS_TLS_PORT"]) == (80, 443)
    assert all(port.startswith("127.0.0.1:") for service in COMPOSE["services"].values() for port in service["ports"])


def test_in_compose_the_application_trusts_what_the_sandbox_keeps_where_the_image_keeps_it():
    dockerfile = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
    folder = re.search(r"MOCK_ESMS_CA_DIR=(\S+)", dockerfile)
    assert folder is not None
    assert f"authority:{folder[1]}" in COMPOSE["services"]["mock-esms"]["volumes"]
    shop = COMPOSE["services"]["shop"]
    assert f"authority:{folder[1]}:ro" in shop["volumes"]
    assert shop["environment"]["SSL_CERT_FILE"] == f"{folder[1]}/ca.pem"
    assert shop["depends_on"]["mock-esms"]["condition"] == "service_healthy"


def test_in_compose_every_folder_that_is_mounted_is_there():
    mounted = [
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service["volumes"]
        if volume.startswith("./")
    ]
    assert mounted
    assert [folder for folder in mounted if not Path(CHECKOUT, folder).is_dir()] == []
