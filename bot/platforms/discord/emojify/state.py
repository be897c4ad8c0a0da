"""What a button knows of the answer that it hangs on: it stands in its ``custom_id``."""

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
class Shown:
    """Who asked (a user's number), and which page of how many emojis in which style is shown."""

    asker: int
    page: int = 0
    count: int = 1
    style: Mode = Mode.SUGGEST


CUSTOM_ID: Final = re.compile(
    rf"emojify:(?P<action>{'|'.join(Action)}):(?P<asker>\d{{1,20}})"
    rf":(?P<page>\d{{1,5}}):(?P<count>\d{{1,2}}):(?P<style>{'|'.join(Mode)})"
)


def custom_id(action: Action, shown: Shown) -> str:
    """At most 100 characters, Discord's limit; ``CUSTOM_ID`` matches it."""
    return f"emojify:{action}:{shown.asker}:{shown.page}:{shown.count}:{shown.style}"


def read(match: re.Match[str]) -> tuple[Action, Shown]:
    """What a match of ``CUSTOM_ID`` says."""
    shown = Shown(
        int(match["asker"]), int(match["page"]), int(match["count"]), Mode(match["style"])
    )
    return Action(match["action"]), shown
