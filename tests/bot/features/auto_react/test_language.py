"""Messages that the model cannot read are told from those that it can."""

from __future__ import annotations

import csv
import lzma
from pathlib import Path

import pytest

from bot.features.auto_react.language import is_foreign

CHAT = Path(__file__).parents[4] / "trainer" / "data" / "sources" / "chat"


@pytest.mark.parametrize(
    "text",
    [
        "Oma ist heut Nacht friedlich eingeschlafen",
        "Mein Hamster Keks ist gestorben",
        "mi abuela murió ayer",
        "on a perdu notre chien hier",
        "o meu avô morreu",
        "祖母が亡くなりました",
        "할머니가 돌아가셨어요",
        "бабуся померла",
        "جدتي توفت الفجر",
    ],
)
def test_grief_in_another_language_is_foreign_to_an_english_model(text: str) -> None:
    assert is_foreign(text, ("en",))


@pytest.mark.parametrize(
    "text",
    [
        "we won!!!",
        "lol",
        "pizza",
        "🎉🎉",
        "1:0",
        "gg",
        "my café is open",
        "Anna?",
        "it was die hard",
    ],
)
def test_english_names_numbers_and_laughter_are_not(text: str) -> None:
    assert not is_foreign(text, ("en",))


def test_a_model_that_knows_a_language_reads_it() -> None:
    assert not is_foreign("Oma ist heute Nacht gestorben", ("en", "de"))
    assert not is_foreign("祖母が亡くなりました", ("en", "ja"))
    assert is_foreign("mi abuela murió ayer", ("en", "de"))


def test_nothing_is_foreign_to_a_model_that_does_not_say_what_it_knows() -> None:
    assert not is_foreign("Oma ist heute Nacht gestorben", ())


def test_most_messages_of_other_languages_are_found_and_hardly_any_english_one() -> None:
    others, english = _messages("languages"), _messages("ordinary")

    assert sum(is_foreign(text, ("en",)) for text in others) > 0.85 * len(others)
    assert sum(is_foreign(text, ("en",)) for text in english) < 0.005 * len(english)


def _messages(name: str) -> list[str]:
    with lzma.open(CHAT / f"{name}.tsv.xz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["message"] for row in rows]
