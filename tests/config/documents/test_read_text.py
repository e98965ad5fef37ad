import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_esms.config.documents import MAX_BYTES, decoded_text, read_file
from mock_esms.errors import DocumentError, Problem


def refused(content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        decoded_text(content, "x.yaml")
    return str(caught.value)


def test_utf_8_is_read_with_and_without_a_byte_order_mark():
    assert decoded_text("tên: Hà".encode(), "x.yaml") == "tên: Hà"
    assert decoded_text("tên: Hà".encode("utf-8-sig"), "x.yaml") == "tên: Hà"


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32")])
def test_other_encodings_are_named(encoding, name):
    assert refused("a: 1".encode(encoding)) == f"x.yaml:1:1: this is {name} text; save it as UTF-8"


def test_a_byte_that_is_no_utf_8_is_told_with_its_line_and_column():
    assert refused(b"a: 1\nb: x\xe9\n") == ("x.yaml:2:5: the byte 0xE9 is not UTF-8; save the document as UTF-8")


def test_lines_are_counted_at_every_kind_of_line_end():
    assert refused("a: 1\r\nb: é2\rc: \x01".encode()).startswith("x.yaml:3:4: ")


def test_a_file_that_is_too_large_is_refused_whatever_its_size(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n")
    os.truncate(path, 100_000 * MAX_BYTES)
    with pytest.raises(DocumentError, match=r"large\.yaml: the document is larger than 1 MiB"):
        read_file(path)


def test_a_file_of_exactly_one_mebibyte_is_read(tmp_path):
    path = tmp_path / "full.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(read_file(path)) == MAX_BYTES


def test_a_missing_file_is_told_by_name(tmp_path):
    with pytest.raises(DocumentError, match=r"none\.yaml: the file cannot be read: no such file or directory"):
        read_file(tmp_path / "none.yaml")


def test_a_folder_is_no_document(tmp_path):
    with pytest.raises(DocumentError, match="this is a folder; name a YAML file"):
        read_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(DocumentError, match="this is no ordinary file"):
        read_file(tmp_path / "pipe.yaml")


def test_a_path_that_cannot_be_one_is_an_error_of_the_user(tmp_path):
    with pytest.raises(DocumentError, match="this is no name of a file"):
        read_file(tmp_path / "a\0b.yaml")


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_a_text_or_a_document_error(content):
    problems: tuple[Problem, ...] = ()
    try:
        decoded_text(content, "x.yaml")
    except DocumentError as error:
        problems = error.problems
    assert all(problem.line and problem.column for problem in problems)
