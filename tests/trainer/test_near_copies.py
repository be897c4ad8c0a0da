import random

import numpy as np
import pytest

from trainer.near_copies import families


def _together(*messages: str) -> bool:
    return len(set(families(messages))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("see you at the station tonight", "See you, at the STATION: tonight!! 🚉"),
        ("see you at the station tonight", "see you at the staton tonight"),
        ("is anyone coming tomorrow morning", "is anyone comming tommorow morning"),
        ("see you at the station tonight", "see you all at the station tonight"),
        ("see you at the station tonight", "ok see you at the station tonight"),
        ("see you at the station tonight", "see you at the station tonight guys"),
        ("nooooo way", "noo waaay"),
        ("今日は本当に楽しかった", "今日は本当に楽しかったよ"),
    ],
)
def test_a_typo_or_one_word_more_is_a_near_copy(one: str, other: str) -> None:
    assert _together(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("see you at the station tonight", "see him at the station tonight"),
        ("see you at the station tonight", "see you at the office tonight"),
        ("order 1234 of yours has been shipped", "order 1235 of yours has been shipped"),
        ("order 11 of yours has been shipped", "order 1 of yours has been shipped"),
        ("bus 11", "bus 1"),
        ("good morning", "good morning everyone"),
        ("nope", "np"),
        ("👋", "🎉"),
        ("", "👋"),
    ],
)
def test_another_message_is_none(one: str, other: str) -> None:
    assert not _together(one, other)


def test_families_join_over_their_members() -> None:
    one, more, most = (
        "see you at the station",
        "see you all at the station",
        "ok see you all at the station",
    )
    assert not _together(one, most)
    assert _together(one, more, most)


def test_what_fills_in_a_template_without_end_is_no_family() -> None:
    chain = [" ".join(["see", "you", "at", "the", *["very"] * more]) for more in range(1, 60)]
    assert len(set(families(chain))) == 1
    chain += [f"well {message}" for message in chain]
    assert len(set(families([*chain, *chain]))) == len(chain)


def test_order_and_other_rows_do_not_matter() -> None:
    words = ("we", "you", "saw", "lost", "the", "a", "big", "red", "dog", "house", "on", "today")
    chance = random.Random(1)  # noqa: S311 - not for secrets
    messages = [" ".join(chance.choices(words, k=6)) for _ in range(5_000)]
    found = families(messages)
    order = chance.sample(range(len(messages)), len(messages))
    again = families([messages[i] for i in order])
    pairs = set(zip(found[order].tolist(), again.tolist(), strict=True))
    assert len(pairs) == len(set(found.tolist())) == len(set(again.tolist())) < 5_000


def test_no_messages_have_no_families() -> None:
    assert families([]).shape == (0,)
    assert np.array_equal(families(["x"]), [0])
