"""A stream of lines -> batches: what has arrived goes on together, and nobody waits for more."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import BinaryIO

BATCH = 64
MAX_LINE = 64 * 1024


def batches(stream: BinaryIO) -> Iterator[list[str]]:
    """Lines of ``stream`` in order, at most ``BATCH`` at a time, without their line ends.

    A first line is waited for, then whatever else is there already joins it. A line longer than
    ``MAX_LINE`` bytes is cut there, and bytes that are not UTF-8 are replaced, so memory is
    bounded whatever comes.
    """
    arrived: queue.Queue[str | None] = queue.Queue(maxsize=4 * BATCH)
    reader = threading.Thread(target=_read, args=(stream, arrived), daemon=True)
    reader.start()
    ended = False
    while not ended:
        batch: list[str] = []
        line = arrived.get()
        while line is not None:
            batch.append(line)
            if len(batch) == BATCH or arrived.empty():
                break
            line = arrived.get()
        ended = line is None
        if batch:
            yield batch


def _read(stream: BinaryIO, arrived: queue.Queue[str | None]) -> None:
    while line := stream.readline(MAX_LINE):
        rest = line
        while len(rest) == MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE)
        arrived.put(line.decode("utf-8", errors="replace").rstrip("\r\n"))
    arrived.put(None)
