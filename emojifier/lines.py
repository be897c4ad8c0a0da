"""A stream of lines -> batches: what has arrived goes on together, and nobody waits for more."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator

BATCH = 64
# Bytes of a line that are kept; a longer one is cut there.
MAX_LINE = 64 * 1024


def batches(descriptor: int) -> Iterator[list[str]]:
    """Lines read from a file descriptor, in order, at most ``BATCH`` at a time.

    A first line is waited for, then whatever else is there already joins it. Lines are cut at
    ``MAX_LINE`` bytes, and bytes that are not UTF-8 replaced, so memory is bounded whatever comes.
    Raises the ``OSError`` that ended the reading, if one did.
    """
    arrived: queue.Queue[str | OSError | None] = queue.Queue(maxsize=4 * BATCH)
    # A daemon on the bare descriptor: it holds no lock that the interpreter's end would wait for.
    threading.Thread(target=_read, args=(descriptor, arrived), daemon=True).start()
    while True:
        batch: list[str] = []
        while len(batch) < BATCH and not (batch and arrived.empty()):
            line = arrived.get()
            if not isinstance(line, str):
                if batch:
                    yield batch
                if line is not None:
                    raise line
                return
            batch.append(line)
        yield batch


def _read(descriptor: int, arrived: queue.Queue[str | OSError | None]) -> None:
    line, cut = b"", False
    try:
        while chunk := os.read(descriptor, MAX_LINE):
            *ended, rest = (line + chunk).split(b"\n")
            for whole in ended:
                if not cut:
                    arrived.put(_decode(whole))
                cut = False
            if cut:
                line = b""
            elif len(rest) >= MAX_LINE:
                arrived.put(_decode(rest))
                line, cut = b"", True
            else:
                line = rest
        if line:
            arrived.put(_decode(line))
        arrived.put(None)
    except OSError as error:
        arrived.put(error)


def _decode(line: bytes) -> str:
    return line[:MAX_LINE].decode("utf-8", errors="replace").rstrip("\r")
