import sys
from pathlib import Path

import pytest

from mock_esms.clock.clock import wall_instant
from mock_esms.errors import UsageError
from mock_esms.server.tls import Tls, ca_file, open_https


@pytest.mark.parametrize("opened", [open_https, ca_file])
def test_without_the_extra_the_line_that_installs_it_is_told(tmp_path, monkeypatch, opened):
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(UsageError, match=r"install it: \S+ -m pip install trustme$"):
        opened(Tls(ca_dir=tmp_path), wall_instant())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="XDG's folders are those of Linux")
def test_the_authority_is_kept_among_what_is_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert ca_file(Tls(), wall_instant()) == tmp_path / "data" / "mock-esms" / "ca.pem"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert open_https(Tls(), wall_instant()).ca_file == tmp_path / "home/.local/share/mock-esms/ca.pem"


def test_a_user_without_a_home_is_told_to_name_a_folder(monkeypatch):
    def no_home() -> Path:
        message = "Could not determine home directory."
        raise RuntimeError(message)

    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(UsageError, match=r"no home folder .* --ca-dir"):
        open_https(Tls(), wall_instant())
