"""The busiest minutes of a day, as a server owner would scroll through them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.played_day.diary import BOT, Diary, Entry
from tests.played_day.script import MINUTE

MINUTES = 20


def busiest(entries: Sequence[Entry], minutes: float = MINUTES) -> Sequence[Entry]:
    """The stretch of so many minutes in which most was said."""
    times = [entry.line.at for entry in entries]
    ends = [bisect_left(times, at + minutes * MINUTE) for at in times]
    first = max(range(len(times)), key=lambda i: ends[i] - i, default=0)
    return entries[first : ends[first]] if entries else ()


def transcript(entries: Sequence[Entry]) -> Iterator[str]:
    """A line a message; the bot's reactions first, then why it held back where it did."""
    for entry in entries:
        line, others = (
            entry.line,
            [e for e, people in entry.reactions.items() if BOT not in people],
        )
        marks = [f"[{emoji}]" for emoji in entry.own] + [f"({emoji})" for emoji in others]
        reason = "" if entry.own or entry.reason is None else f"  · {entry.reason}"
        gone = "  (deleted)" if line.regretted else ""
        yield (
            f"{clock(line.at)}  #{line.channel:<14}{line.author:>10}: {line.text}"
            f"{'  ' if marks else ''}{' '.join(marks)}{gone}{reason}"
        )


def summary(diary: Diary) -> Iterator[str]:
    """The day in figures: how much was said in each channel, and to how much the bot reacted."""
    said = Counter(entry.line.channel for entry in diary.entries)
    reacted = Counter(entry.line.channel for entry in diary.entries if entry.own)
    for channel, number in said.most_common():
        share = reacted[channel] / number
        yield f"#{channel:<14}{number:>6} messages{reacted[channel]:>6} reacted to ({share:.1%})"
    reasons = Counter(entry.reason for entry in diary.entries if entry.reason is not None)
    yield "why: " + ", ".join(f"{reason} {number}" for reason, number in reasons.most_common())
    emojis = Counter(emoji for entry in diary.entries for emoji in entry.own)
    yield "emojis: " + " ".join(f"{emoji}{number}" for emoji, number in emojis.most_common(40))
    yield f"{len(diary.asked)} commands, {diary.refused} reactions taken away by their authors"


def clock(at: float) -> str:
    """Seconds since midnight -> 20:07:31."""
    hours, rest = divmod(int(at), 3_600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
