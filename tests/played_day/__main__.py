"""``python -m tests.played_day``: play a day, and print its twenty busiest minutes."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.played_day.day import play
from tests.played_day.transcript import MINUTES, busiest, summary, transcript


def main() -> None:
    """Parse the arguments, play, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.played_day", description=__doc__)
    parser.add_argument(
        "--messages", type=int, default=2_000, help="in the whole day (%(default)s)"
    )
    parser.add_argument("--minutes", type=int, default=MINUTES, help="to print (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of another day (%(default)s)")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        day = asyncio.run(play(arguments.messages, Path(folder), seed=arguments.seed))
    diary = day.diary
    lines = [
        *transcript(busiest(diary.entries, arguments.minutes)),
        "",
        *summary(diary),
        f"played in {time.monotonic() - began:.0f} s",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
