import os
import tempfile

import pytest

from emojifier.lines import BATCH, MAX_LINE, batches


def _batches(content: bytes) -> list[list[str]]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return list(batches(file.fileno()))


def _lines(content: bytes) -> list[str]:
    return [line for batch in _batches(content) for line in batch]


def test_lines_keep_their_order_in_bounded_batches() -> None:
    lines = [f"line {i}" for i in range(20_000)]
    found = _batches("\n".join(lines).encode())
    assert [line for batch in found for line in batch] == lines
    assert max(len(batch) for batch in found) == BATCH


def test_first_line_does_not_wait_for_a_second() -> None:
    read, write = os.pipe()
    arriving = batches(read)
    os.write(write, b"first\n")
    assert next(arriving) == ["first"]
    os.write(write, b"second\n")
    assert next(arriving) == ["second"]
    os.close(write)
    assert list(arriving) == []
    os.close(read)


@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, 5 * MAX_LINE + 7])
def test_endless_line_is_cut_and_the_next_one_found(length: int) -> None:
    found = _lines(b"a" * length + b"\nnext\n" + b"b" * length)
    assert found == ["a" * min(length, MAX_LINE), "next", "b" * min(length, MAX_LINE)]


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert _lines(b"caf\xe9\r\n") == ["caf�"]


def test_empty_lines_are_lines_and_an_empty_stream_has_none() -> None:
    assert _lines(b"\n\nx") == ["", "", "x"]
    assert _lines(b"") == []


def test_reading_that_fails_raises_instead_of_waiting() -> None:
    read, write = os.pipe()
    with pytest.raises(OSError, match="Bad file descriptor"):
        list(batches(write))
    os.close(read)
    os.close(write)


def test_character_cut_by_the_end_of_a_read_is_whole_again() -> None:
    lines = ["日" * 100] * 1000
    assert _lines("\n".join(lines).encode()) == lines


def test_last_line_needs_no_line_break_and_a_directory_is_an_error() -> None:
    assert _lines(b"one\ntwo") == ["one", "two"]
    directory = os.open("/", os.O_RDONLY)
    with pytest.raises(IsADirectoryError):
        list(batches(directory))
    os.close(directory)
