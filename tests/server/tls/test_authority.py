import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from trustme import CA

from mock_esms.errors import UsageError
from mock_esms.server.tls import HOSTS
from mock_esms.server.tls.authority import open_authority
from mock_esms.server.tls.root import LIFE
from tests.places import START

DAY = int(timedelta(days=1).total_seconds()) * 1_000
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode & 0o777) for path in (folder, *folder.iterdir())}


@posix
def test_only_the_user_may_read_the_folder_and_the_key_and_everybody_the_certificate(tmp_path):
    authority = open_authority(tmp_path / "deep" / "ca", HOSTS, START)
    assert modes(tmp_path / "deep" / "ca") == {"ca": "0o700", "authority.pem": "0o600", "ca.pem": "0o644"}
    assert authority.file == tmp_path / "deep" / "ca" / "ca.pem"
    assert b"PRIVATE" not in authority.file.read_bytes()
    assert "PRIVATE" not in repr(authority)


def test_it_is_made_once_so_that_clients_trust_it_once(tmp_path):
    first = open_authority(tmp_path, HOSTS, START)
    assert open_authority(tmp_path, HOSTS, START + 300 * DAY) == first
    first.file.unlink()
    assert open_authority(tmp_path, HOSTS, START).file.read_bytes() == first.certificate


def test_sandboxes_that_start_at_once_have_one_authority_and_leave_nothing_else_behind(tmp_path):
    start = threading.Barrier(8)
    found = []

    def begin() -> None:
        start.wait()
        found.append(open_authority(tmp_path, HOSTS, START))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["authority.pem", "ca.pem"]


def test_its_certificate_has_a_name_that_one_recognises_and_signs_nothing_but_servers(tmp_path):
    certificate = x509.load_pem_x509_certificate(open_authority(tmp_path, HOSTS, START).certificate)
    assert certificate.subject.rfc4514_string().startswith("CN=mock-esms local authority ")
    assert certificate.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(
        ca=True, path_length=0
    )
    uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(uses) == [ExtendedKeyUsageOID.SERVER_AUTH]
    limits = certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    told = {name.value for name in limits.value.permitted_subtrees or () if isinstance(name, x509.DNSName)}
    assert told == {"esms.vn", "localhost", "test", "internal", "local", "home.arpa"}


def test_two_authorities_do_not_have_the_same_name(tmp_path):
    one, two = (
        x509.load_pem_x509_certificate(open_authority(tmp_path / name, HOSTS, START).certificate) for name in "ab"
    )
    assert one.subject != two.subject


def test_an_authority_that_has_expired_is_told_with_its_day_and_the_way_out(tmp_path):
    open_authority(tmp_path, HOSTS, START)
    open_authority(tmp_path, HOSTS, START + LIFE.days * DAY - DAY)
    with pytest.raises(UsageError, match=r"authority\.pem expired on 2036-01-03; remove .*authority\.pem and start"):
        open_authority(tmp_path, HOSTS, START + LIFE.days * DAY)


def test_a_name_that_it_was_not_made_for_is_told_because_clients_would_refuse_it(tmp_path):
    open_authority(tmp_path, (*HOSTS, "esms.example.com"), START)
    open_authority(tmp_path, (*HOSTS, "esms.example.com", "deep.esms.example.com", "shop.test"), START)
    with pytest.raises(UsageError, match=r"authority\.pem may not vouch for other\.example\.com, 203\.0\.113\.7; rem"):
        open_authority(tmp_path, (*HOSTS, "other.example.com", "203.0.113.7"), START)


def test_an_authority_of_ones_own_without_limits_vouches_for_every_name(tmp_path):
    own = CA(organization_name="Shop")
    (tmp_path / "authority.pem").write_bytes(own.private_key_pem.bytes() + own.cert_pem.bytes())
    authority = open_authority(tmp_path, (*HOSTS, "esms.example.com"), START)
    assert authority.file.read_bytes() == own.cert_pem.bytes()


def other_halves() -> bytes:
    return CA().private_key_pem.bytes() + CA().cert_pem.bytes()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"", "cannot be read from it"),
        (b"not PEM", "cannot be read from it"),
        (CA().cert_pem.bytes(), "cannot be read from it"),
        (other_halves(), "its key is not that of its certificate"),
    ],
    ids=["empty", "garbage", "no-key", "of-two"],
)
def test_a_damaged_one_is_told_with_what_is_wrong_and_left_as_it_is(tmp_path, text, what):
    (tmp_path / "authority.pem").write_bytes(text)
    with pytest.raises(UsageError, match=rf"authority\.pem is damaged: .*{what}; remove .* and start again"):
        open_authority(tmp_path, HOSTS, START)
    assert (tmp_path / "authority.pem").read_bytes() == text


@posix
def test_a_key_that_others_may_read_is_warned_of_with_the_command_that_mends_it(tmp_path, caplog):
    open_authority(tmp_path, HOSTS, START)
    assert caplog.messages == []
    (tmp_path / "authority.pem").chmod(0o644)
    open_authority(tmp_path, HOSTS, START)
    assert f"chmod 600 {tmp_path / 'authority.pem'}" in caplog.messages[0]


def test_a_folder_that_cannot_be_had_is_told_with_the_option_that_names_another(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        UsageError, match=r"cannot be kept in .*file.*: .*; name a folder that can be written with --ca"
    ):
        open_authority(tmp_path / "file" / "ca", HOSTS, START)


def test_a_certificate_that_cannot_be_written_is_told_with_its_place(tmp_path):
    (tmp_path / "ca.pem").mkdir()
    with pytest.raises(UsageError, match=r"the authority's certificate cannot be written to .*ca\.pem"):
        open_authority(tmp_path, HOSTS, START)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["authority.pem", "ca.pem"]
