import pytest

from mock_esms.delivery.container_detection import Environment, detect_environment


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        (".dockerenv", "", "docker"),
        ("run/.containerenv", "", "podman"),
        ("proc/1/cgroup", "12:pids:/docker/0123abc\n", "docker"),
        ("proc/1/cgroup", "1:name=systemd:/kubepods/besteffort/pod1/abc\n", "kubernetes"),
        ("proc/1/cgroup", "0::/machine.slice/libpod-abc.scope\n", "podman"),
        ("proc/1/cgroup", "0::/system.slice/containerd.service\n", "other"),
        ("proc/1/cgroup", "0::/lxc/one\n", "other"),
        ("proc/1/cgroup", "0::/init.scope\n", None),
        ("etc/hostname", "a machine", None),
    ],
)
def test_a_container_is_known_by_the_marks_that_its_engine_leaves(tmp_path, file, text, kind):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text)
    assert detect_environment({}, tmp_path) == Environment(kind)


def test_a_pod_of_kubernetes_is_known_by_its_variable_although_an_engine_made_it(tmp_path):
    (tmp_path / ".dockerenv").touch()
    assert detect_environment({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, tmp_path) == Environment("kubernetes")


def test_bytes_that_are_no_text_are_no_mark(tmp_path):
    (tmp_path / "proc/1").mkdir(parents=True)
    (tmp_path / "proc/1/cgroup").write_bytes(b"\xff\xfe\x00")
    assert detect_environment({}, tmp_path) == Environment()
