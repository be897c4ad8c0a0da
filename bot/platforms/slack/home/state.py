"""What a home carries there and back: the page that is open, and what it is about."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from bot.features.settings.auto_react_choices import Tab as AutoReactTab
from bot.localisation import LOCALES, Locale
from bot.store.records import EVERYWHERE

HouseRulesTab = Literal["rules", "forbidden", "fixed", "own"]
Tab = AutoReactTab | HouseRulesTab
AUTO_REACT_TABS: Final[tuple[AutoReactTab, ...]] = get_args(AutoReactTab)
HOUSE_RULES_TABS: Final[tuple[HouseRulesTab, ...]] = get_args(HouseRulesTab)


@dataclass(frozen=True, slots=True)
class State:
    """``scope`` is what the pages of auto-reactions set.

    ``channels`` are those that stood in the menu of channels: only what is seen there can be taken
    out of it. ``locale`` spares a form to ask for it.
    """

    tab: Tab = "how"
    scope: str = EVERYWHERE
    channels: tuple[str, ...] = ()
    locale: Locale = "en"

    def metadata(self) -> str:
        """As a view keeps it; at most 3,000 characters."""
        return json.dumps(asdict(self), separators=(",", ":"))


def read_state(metadata: str | None) -> State:
    """What ``metadata`` wrote; the defaults for what another release did."""
    try:
        kept: dict[str, Any] = json.loads(metadata or "{}")
        return State(
            tab=kept["tab"] if kept["tab"] in AUTO_REACT_TABS + HOUSE_RULES_TABS else "how",
            scope=str(kept["scope"]),
            channels=tuple(map(str, kept["channels"])),
            locale=kept["locale"] if kept["locale"] in LOCALES else "en",
        )
    except (ValueError, KeyError, TypeError):
        return State()
