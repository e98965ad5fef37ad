import shutil

import pytest

from tests.documents import CHECKOUT, Reader, blocks_of

GUIDES = CHECKOUT / "docs" / "guides"
RUN = {
    "python.md": "python3",
    "node.md": "node",
    "php.md": "php",
    "java.md": "java",
    "reproduce.md": "curl",
}
READ = {"csharp.md", "going-live.md"}
"""Those without a block that is run: there is no .NET here, and a checklist is for people."""


@pytest.mark.parametrize("guide", RUN)
def test_whoever_follows_a_guide_sees_what_it_says(tmp_path, guide):
    if shutil.which(RUN[guide]) is None:
        pytest.skip(f"{RUN[guide]} is not installed")
    with Reader(tmp_path) as reader:
        reader.follow((GUIDES / guide).read_text(encoding="utf-8"))


def test_every_guide_is_followed_or_is_known_to_run_nothing():
    assert {path.name for path in GUIDES.iterdir() if not path.name.endswith(".vi.md")} == set(RUN) | READ
    for guide in READ:
        run = [block for block in blocks_of((GUIDES / guide).read_text(encoding="utf-8")) if block.note != "not run"]
        assert run == [], guide
