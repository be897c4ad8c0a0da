"""``python -m tests.played_day``: play a day, and print its twenty busiest minutes."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.played_day.day import play
from tests.played_day.diary import Diary
from tests.played_day.discord.player import DiscordPlayer
from tests.played_day.discord.stage import stage as discord
from tests.played_day.script import MORE_TROUBLES, TROUBLES, script
from tests.played_day.slack.player import SlackPlayer
from tests.played_day.slack.stage import stage as slack
from tests.played_day.transcript import MINUTES, busiest, summary, transcript


def main() -> None:
    """Parse the arguments, play, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.played_day", description=__doc__)
    parser.add_argument("--platform", choices=("discord", "slack"), default="discord")
    parser.add_argument(
        "--messages", type=int, default=2_000, help="in the whole day (%(default)s)"
    )
    parser.add_argument("--minutes", type=int, default=MINUTES, help="to print (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of another day (%(default)s)")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        diary = asyncio.run(
            _played(arguments.platform, arguments.messages, arguments.seed, Path(folder))
        )
    lines = [
        *transcript(busiest(diary.entries, arguments.minutes)),
        "",
        *summary(diary),
        f"played in {time.monotonic() - began:.0f} s",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


async def _played(platform: str, messages: int, seed: int, folder: Path) -> Diary:
    if platform == "slack":
        happenings = script(messages, troubles=MORE_TROUBLES, seed=seed)
        return (await play(happenings, slack(folder), SlackPlayer)).diary
    happenings = script(messages, troubles=TROUBLES, seed=seed)
    return (await play(happenings, discord(folder), DiscordPlayer)).diary


if __name__ == "__main__":
    main()
