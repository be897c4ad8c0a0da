"""Files in a wrong encoding, of a wrong kind or without end: one sentence each, never more."""

from __future__ import annotations

import io
import resource
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from trainer.datasets import load
from trainer.errors import DatasetError
from trainer.rows import Row

TABLE = "message,emojis\r\ncafé,☕\r\n"
ROWS = (Row("café", ("☕",)),)


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((TABLE + "a plain message,👋\r\n" * 20).encode(encoding))
    assert load(path).rows == (*ROWS, Row("a plain message", ("👋",)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "no row to learn from"),
        (b"\n\n\n", "no row to learn from"),
        (b"message,emojis\n", "no row to learn from"),
        (b"a,b,c\n1,2,3\n", "needs a column"),
        (b"x,nothing\n", "no row to learn from: not an emoji"),
        ("message,emojis\n\ncafé,:coffee:\n".encode("cp1252"), "not UTF-8 at line 3"),
        ("Привет друзья, как дела?,:wave:\n".encode("cp1251") * 9, "looks like cp1251"),
        ("コーヒーが好きです,:coffee:\n".encode("shift_jis") * 9, "shift-jis|cp932"),
        (TABLE.encode("utf-16") + b"\x00", "no UTF-16"),
        (b"\x00\x01\x02\x03" * 100, "NUL bytes"),
        (_zip("emoji_df.csv"), "zip archive: unpack it"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "Excel file: export"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "Excel file: export"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b'[{"text": "hi", "emoji": "x"}]', "one object a line"),
        (b'[\n  {\n    "text": "hi", "emoji": "x"}]', "one object a line"),
        (b'message,emojis\nhi,x\n"oh', "at line 3: unexpected end"),
        (b'message,emojis\n"' + b"a,b\n" * 300_000, "line 2: a field of more than 100,000"),
        (b"x" * 10_000_000 + b",y\n", "line 1: a (field|row) of more than"),
        (b"x," * 5_000_000 + b"\n", "row of more than 1,000,000"),
        (b"x," * 2_000 + b"\n", "row of more than 1,000 cells"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_useless_file_is_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=words) as caught:
        load(path)
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.endswith(".")
    assert str(tmp_path) in sentence or "a.csv" in sentence or "A table needs" in sentence


def test_a_database_is_one_sentence(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("create table a (b)")
    database.close()
    with pytest.raises(DatasetError, match="SQLite"):
        load(tmp_path / "a.db")


def test_bytes_that_are_wrong_far_behind_the_beginning_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("many rows ☕\t👋\n".encode() * 100_000 + b"\xff\t\n")
    with pytest.raises(DatasetError, match="not UTF-8 at line 100001"):
        load(path)


def test_an_endless_line_never_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.truncate(4 * 2**30)  # a hole: it takes no space, and reads as NUL bytes
    for name in ("a.jsonl", "b.tsv", "c.csv"):
        path = path.rename(tmp_path / name)
        inspected = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "trainer", "data", "inspect", "--dataset", str(path)],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2**31, 2**31)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert inspected.returncode == 1
        assert "Traceback" not in inspected.stderr
        assert inspected.stderr.count("\n") == 1
