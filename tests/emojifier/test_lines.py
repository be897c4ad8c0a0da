import io
import os

from emojifier.lines import BATCH, MAX_LINE, batches


def test_lines_keep_their_order_in_bounded_batches() -> None:
    lines = [f"line {i}" for i in range(1000)]
    stream = io.BytesIO("\n".join(lines).encode())
    found = list(batches(stream))
    assert [line for batch in found for line in batch] == lines
    assert max(len(batch) for batch in found) <= BATCH


def test_first_line_does_not_wait_for_a_second() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as stream, os.fdopen(write, "wb", buffering=0) as sender:
        arriving = batches(stream)
        sender.write(b"first\n")
        assert next(arriving) == ["first"]
        sender.write(b"second\n")
        assert next(arriving) == ["second"]
        sender.close()
        assert list(arriving) == []


def test_endless_line_is_cut_and_the_next_one_found() -> None:
    stream = io.BytesIO(b"a" * (5 * MAX_LINE + 7) + b"\nnext\n")
    found = [line for batch in batches(stream) for line in batch]
    assert found == ["a" * MAX_LINE, "next"]


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert list(batches(io.BytesIO(b"caf\xe9\r\n"))) == [["caf�"]]


def test_empty_lines_are_lines_and_an_empty_stream_has_none() -> None:
    assert [line for b in batches(io.BytesIO(b"\n\nx")) for line in b] == ["", "", "x"]
    assert list(batches(io.BytesIO(b""))) == []
