"""Refusals, as their readers read them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.features.errors import FeatureError, NothingToRead, TooOften
from bot.localisation import LOCALES


def test_an_error_speaks_every_language_and_english_in_a_log() -> None:
    error = NothingToRead()

    assert str(error) == error.text("en")
    assert len({error.text(locale) for locale in LOCALES}) == len(LOCALES)


@pytest.mark.parametrize(("seconds", "said"), [(0.1, "a second"), (1.2, "2 sec"), (9.9, "10 sec")])
def test_nobody_is_told_to_come_back_too_early(seconds: float, said: str) -> None:
    assert said in str(TooOften(seconds))


def test_every_kind_of_error_has_its_own_sentence() -> None:
    said = [message for kind in kinds(FeatureError) if (message := vars(kind).get("message"))]
    assert len(set(said)) == len(said)


def kinds(base: type[FeatureError]) -> Iterator[type[FeatureError]]:
    """Every kind that is known by now, also those of which there are several."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)
