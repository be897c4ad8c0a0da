"""Settings that cannot be kept are refused, and nothing of them gets into a traceback."""

from __future__ import annotations

import traceback

import pytest

from bot.features.settings.altering import TooMuch, altered
from bot.store.records import HouseRules

WRITTEN = "what somebody wrote"


def test_what_is_too_much_is_refused_without_quoting_it() -> None:
    with pytest.raises(TooMuch) as caught:
        altered(HouseRules(), fixed=[{"phrase": WRITTEN * 100}] * 1_000)

    assert WRITTEN not in "".join(traceback.format_exception(caught.value))
