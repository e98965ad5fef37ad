import typing

import pytest

from mock_esms.delivery.container_detection import ContainerKind, Environment
from mock_esms.delivery.diagnosis import Diagnosis, advice, advice_after_answers, advice_on

OUTSIDE = Environment()
DOCKER = Environment("docker")


@pytest.mark.parametrize(
    ("container", "url", "option"),
    [
        ("docker", "http://localhost:9000/cb", "--rewrite-callback localhost=host.docker.internal "),
        ("docker", "http://127.0.0.1:9000/cb", "--rewrite-callback 127.0.0.1=host.docker.internal "),
        ("docker", "http://[::1]:9000/cb", "--rewrite-callback [::1]=host.docker.internal "),
        ("docker", "http://shop.localhost/cb", "--rewrite-callback shop.localhost=host.docker.internal "),
        ("podman", "http://localhost:9000/cb", "--rewrite-callback localhost=host.containers.internal;"),
        ("other", "http://localhost:9000/cb", "--rewrite-callback localhost=host.docker.internal "),
        ("kubernetes", "http://localhost:9000/cb", "--rewrite-callback localhost=SERVICE"),
    ],
)
def test_localhost_in_a_container_is_explained_with_the_option_that_helps(container, url, option):
    said = advice("refused", url, Environment(container))
    assert option in said
    assert "itself" in said
    assert container == "kubernetes" or "is it running, and on port" in said


def test_docker_on_linux_is_told_what_its_container_needs_for_that():
    assert "--add-host host.docker.internal:host-gateway" in advice("refused", "http://localhost/", DOCKER)
    assert "--add-host" not in advice("refused", "http://localhost/", Environment("podman"))


def test_nobody_outside_of_a_container_hears_of_containers():
    assert "container" not in advice("refused", "http://localhost:9000/", OUTSIDE)
    assert "container" not in advice("refused", "http://10.0.0.7:9000/", DOCKER)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "http://127.0.0.1:9000/cb",
            "is the receiver running, and on port 9000? It may listen on ::1 only; try http://localhost:9000",
        ),
        (
            "http://[::1]:9000/cb",
            "is the receiver running, and on port 9000? It may listen on 127.0.0.1 only; try http://localhost:9000",
        ),
        ("http://localhost:9000/cb", "is the receiver running, and on port 9000?"),
        ("http://localhost/cb", "is the receiver running, and on port 80 (the address names none)?"),
        ("https://localhost/cb", "is the receiver running, and on port 443 (the address names none)?"),
    ],
)
def test_a_refused_connection_to_this_machine_asks_for_the_port_and_the_other_loopback_address(url, said):
    assert advice("refused", url, OUTSIDE) == said


def test_a_refused_connection_to_another_machine_asks_what_the_receiver_is_bound_to():
    said = advice("refused", "http://10.0.0.7:9000/", OUTSIDE)
    assert "port 9000" in said
    assert "beyond its own machine" in said


@pytest.mark.parametrize(
    ("url", "around", "said"),
    [
        ("http://host.docker.internal:9000/", DOCKER, "--add-host host.docker.internal:host-gateway"),
        ("http://shop:9000/", DOCKER, "within a network that both are in"),
        ("http://shop:9000/", OUTSIDE, "--rewrite-callback shop=127.0.0.1"),
        ("http://shop.example.com/", OUTSIDE, "--rewrite-callback shop.example.com=127.0.0.1"),
    ],
)
def test_a_name_that_does_not_resolve_is_told_what_to_do_about_it(url, around, said):
    assert said in advice("unknown-name", url, around)


@pytest.mark.parametrize(
    ("diagnosis", "url", "said"),
    [
        ("speaks-http", "https://10.0.0.7/", "write http:// instead"),
        ("no-handshake", "https://10.0.0.7/", "write http:// instead"),
        ("hung-up", "http://10.0.0.7/", "write https:// instead"),
        ("hung-up", "https://10.0.0.7/", "write http:// instead"),
        ("untrusted", "https://10.0.0.7/", "--callback-ca FILE"),
        ("expired", "https://10.0.0.7/", "renew it"),
        ("other-name", "https://10.0.0.7/", "instead of 10.0.0.7"),
        ("silent", "http://10.0.0.7/", "answer 200 first"),
        ("no-way", "http://10.0.0.7/", "from this machine to 10.0.0.7 port 80"),
        ("no-way", "https://10.0.0.7/", "write http:// instead"),
        ("unsent", "http://shop.internal/", "looking up a name took too long (shop.internal), or this machine was"),
        ("blocked", "http://shop.example.com/", "--rewrite-callback shop.example.com=127.0.0.1"),
    ],
)
def test_every_other_trouble_has_its_remedy(diagnosis, url, said):
    assert said in advice(diagnosis, url, OUTSIDE)


def test_whatever_the_trouble_and_the_place_there_is_a_sentence_or_nothing_and_never_an_error():
    urls = ("http://localhost/", "https://[::1]:1/", "http://a/", "http://[::1", "http://h:99999/", "", "ftp://x/")
    kinds = (None, *typing.get_args(ContainerKind))
    for diagnosis in typing.get_args(Diagnosis):
        said = [advice(diagnosis, url, Environment(kind)) for url in urls for kind in kinds]
        assert any(said), diagnosis
        assert not [text for text in said if "\n" in text or text.endswith(".") or "None" in text], said


@pytest.mark.parametrize(
    ("status", "answer", "location", "said"),
    [
        (301, "", "http://127.0.0.1/voice/", "redirects to http://127.0.0.1/voice/, and eSMS does not follow"),
        (302, "", None, "the receiver redirects, and eSMS does not follow"),
        (204, "", None, "answer 200 instead of 204"),
        (202, "", None, "answer 200 instead of 202"),
        (401, "", None, "a token of your own in the CallbackUrl (?token=...)"),
        (403, "", None, "no page of eSMS tells of credentials in a callback"),
        (405, "", None, "let the receiver take GET at this address"),
        (400, "Client sent an HTTP request to an HTTPS server.\n", None, "write https:// instead"),
        (400, "<title>400 The plain HTTP request was sent to HTTPS port</title>", None, "write https://"),
    ],
)
def test_an_answer_that_does_not_acknowledge_is_told_what_to_change_where_its_status_tells(
    status, answer, location, said
):
    assert said in advice_on(status, answer, location)


def test_an_address_that_a_receiver_names_is_repeated_harmless_and_not_without_end():
    said = advice_on(302, "", "/\udcff\x1b[2J" + "x" * 9_000)
    assert said.startswith("the receiver redirects to /\\xdcff\\x1b[2Jxxx")
    assert len(said) < 400


@pytest.mark.parametrize("status", [304, 400, 404, 500])
def test_of_an_answer_that_only_the_receiver_understands_nothing_is_said(status):
    assert advice_on(status, "see https://help.example.com", None) == ""


@pytest.mark.parametrize("diagnosis", ["refused", "no-way", "hung-up"])
def test_of_a_receiver_that_has_answered_neither_address_nor_scheme_nor_container_is_doubted(diagnosis):
    said = advice_after_answers(diagnosis)
    assert said.startswith("the receiver has answered at this address before; ")
    assert not [word for word in ("https", "container", "--rewrite-callback", "port") if word in said]


@pytest.mark.parametrize("diagnosis", [None, "silent", "expired"])
def test_where_an_earlier_answer_changes_nothing_the_usual_advice_stands(diagnosis):
    assert advice_after_answers(diagnosis) == ""
