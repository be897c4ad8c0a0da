"""What a button asks for when it is pressed: it stands in its ``custom_id``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from emojifier.suggestion import Mode


class Action(StrEnum):
    """What a button does."""

    REROLL = "reroll"
    PICK = "pick"
    WHY = "why"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks (a user's number), for which page of how many emojis, and in which style."""

    asker: int
    page: int = 0
    count: int = 1
    style: Mode = Mode.SUGGEST


CUSTOM_ID: Final = re.compile(
    rf"emojify:(?P<action>{'|'.join(Action)}):(?P<asker>\d{{1,20}})"
    rf":(?P<page>\d{{1,5}}):(?P<count>\d{{1,2}}):(?P<style>{'|'.join(Mode)})"
)


def custom_id(action: Action, asking: Asking) -> str:
    """At most 100 characters, Discord's limit; ``CUSTOM_ID`` matches it."""
    return f"emojify:{action}:{asking.asker}:{asking.page}:{asking.count}:{asking.style}"


def read(match: re.Match[str]) -> tuple[Action, Asking]:
    """What a match of ``CUSTOM_ID`` says."""
    asker, page, count = (int(match[name]) for name in ("asker", "page", "count"))
    return Action(match["action"]), Asking(asker, page, count, Mode(match["style"]))
