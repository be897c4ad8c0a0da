"""Options that several commands have, and the numbers that their arguments may be."""

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


def positive(text: str) -> float:
    """An argument that is a finite number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return value


def whole(text: str) -> int:
    """An argument that is a whole number from 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def counting(text: str) -> int:
    """An argument that is a whole number from 1."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def seed(text: str) -> int:
    """An argument that is a seed as every library takes it: 32 bits, no sign."""
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**32 - 1}")
    return int(text)
