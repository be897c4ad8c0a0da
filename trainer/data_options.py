"""The options of every command that reads data sets, beside ``--dataset`` itself."""

from __future__ import annotations

import argparse


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--text-column``, ``--emoji-column`` and ``--kind``."""
    parser.add_argument(
        "--text-column",
        metavar="COLUMN",
        help="the column of messages, by its name, or its number from 1 (default: guessed)",
    )
    parser.add_argument(
        "--emoji-column",
        metavar="COLUMN",
        help="the column of emojis, by its name, or its number from 1 (default: guessed)",
    )
    parser.add_argument(
        "--kind",
        choices=("react", "tell"),
        help="what several emojis in a row are: reactions, the best first, or a sentence retold "
        "(default: react, and for shipped sets their own)",
    )
