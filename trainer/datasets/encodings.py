"""A file's bytes -> text: which encoding it has, and what is no text at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from charset_normalizer import from_bytes

from trainer.errors import DatasetError

_LOOKED_AT: Final = 65_536
_CHUNK: Final = 2**20
_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Bytes looked at before and after the place where UTF-8 ends.
_AROUND: Final = 4_096
# What tables are usually saved as where they are not saved as UTF-8.
_USUAL: Final = ["cp1252", "cp1251", "shift_jis", "gb18030", "big5", "euc_kr"]
# The share of signs that can be read in a text, at least.
_READABLE: Final = 0.95
_UNPACK = "unpack it, and give the file in it"
_EXPORT = "export a CSV (UTF-8) or Parquet file, and give that"
# What a file begins with -> what it is, and what to do.
_BINARY: Final = {
    b"\xd0\xcf\x11\xe0": ("an Excel file", _EXPORT),
    b"SQLite format 3": ("a SQLite database", _EXPORT),
    b"\x1f\x8b": ("compressed with gzip", _UNPACK),
    b"BZh": ("compressed with bzip2", _UNPACK),
    b"\xfd7zXZ": ("compressed with xz", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("compressed with zstd", _UNPACK),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"%PDF": ("a PDF", _EXPORT),
    b"\x89PNG": ("a picture", "give a table of messages and emojis"),
    b"\xff\xd8\xff": ("a picture", "give a table of messages and emojis"),
}


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """Open a file of UTF-8, UTF-16 or UTF-32 text, with or without a byte order mark.

    Raises ``DatasetError``, also in the middle of the reading, for what is no such text.
    """
    with path.open("rb") as file:
        beginning = file.read(_LOOKED_AT)
    encoding = _encoding(path, beginning)
    try:
        with path.open(encoding=encoding, newline="") as text:
            yield text
    except UnicodeDecodeError:
        raise DatasetError(_trouble(path, encoding)) from None


def _encoding(path: Path, beginning: bytes) -> str:
    if not beginning:
        raise DatasetError(f"{path} is empty.")
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if beginning.startswith(mark):
            return encoding
    if beginning.startswith(b"PK\x03\x04"):
        sheet = b"xl/" in beginning or b"[Content_Types]" in beginning
        what, advice = ("an Excel file", _EXPORT) if sheet else ("a zip archive", _UNPACK)
        raise DatasetError(f"{path} is {what}: {advice}.")
    for magic, (what, advice) in _BINARY.items():
        if beginning.startswith(magic):
            raise DatasetError(f"{path} is {what}: {advice}.")
    if b"\0" not in beginning:
        return "utf-8"
    # UTF-16 of mostly Latin letters has a zero in every second byte, on one side.
    guess = "utf-16-be" if beginning[::2].count(0) > beginning[1::2].count(0) else "utf-16-le"
    text = beginning.decode(guess, "ignore")
    if sum(c.isprintable() or c.isspace() for c in text) > _READABLE * len(text):
        return guess
    raise DatasetError(f"{path} is no text, since it holds NUL bytes: {_EXPORT}.")


def _trouble(path: Path, encoding: str) -> str:
    """Where a file stops being ``encoding``, and what it may be instead."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    there = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].decode(encoding, "ignore").count("\n")
                there = error.object[max(0, error.start - _AROUND) : error.start + _AROUND]
                break
    if encoding != "utf-8":
        name = encoding.removesuffix("-sig").upper()
        return f"{path} is damaged at line {line}, where it is no {name}: save it again as UTF-8."
    best = from_bytes(there, cp_isolation=_USUAL).best()
    guess = f" (it looks like {best.encoding.replace('_', '-')})" if best else ""
    return f"{path} is not UTF-8 at line {line}{guess}: save it as UTF-8, in Excel as CSV UTF-8."
