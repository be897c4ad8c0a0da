import random
from collections.abc import Mapping

import numpy as np
import pytest

from emojifier.catalogue import catalogue
from tests.trainer.evaluate.scripted import Scripted
from trainer.evaluate.outcomes import Figures, reactions, variety
from trainer.evaluate.systems import Answers
from trainer.metrics import reaction_metrics
from trainer.rows import Row

EMOJIS = [entry.emoji for entry in catalogue()]


def rows_of(accepted: Mapping[str, str]) -> list[Row]:
    return [Row(message, tuple(emojis.split())) for message, emojis in accepted.items()]


def figures_of(rows: list[Row], answers: Answers, *, serious: bool = False) -> dict[str, float]:
    outcomes = reactions(rows, answers, [serious] * len(rows), catalogue())
    figures = Figures(outcomes)
    return {
        **figures.over(np.arange(len(rows))),
        **figures.calibration(),
        **variety(rows, answers),
    }


def judged(
    accepted: Mapping[str, str], answers: Mapping[str, tuple[str, float]], *, serious: bool = False
) -> dict[str, float]:
    return figures_of(rows_of(accepted), Scripted(answers).answer(list(accepted)), serious=serious)


def test_figures_of_four_rows_are_what_one_counts_by_hand() -> None:
    figures = judged(
        {"pizza": "🍕 😋", "match": "⚽ 🎉", "rain": "🌧️", "ok": ""},
        {
            "pizza": ("🍕 🎉 🐶 🐱 🐭", 0.1),
            "match": ("🍕 🐶 🎉 🐱 🐭", 0.2),
            "rain": ("🍕 🐶 🐱 🐭 🌧️", 0.6),
            "ok": ("🍕 🐶 🐱 🐭 🐹", 0.5),
        },
    )
    assert figures["validity"] == 1
    assert figures["hit@1"] == pytest.approx(1 / 3)
    assert figures["hit@3"] == pytest.approx(2 / 3)
    assert figures["hit@5"] == 1
    assert figures["quiet_auc"] == pytest.approx(2 / 3)
    assert figures["kept@10%"] == pytest.approx(2 / 3)
    assert figures["calibration_error"] == pytest.approx(0.5 - 1 / 3)
    assert figures["distinct_first"] == 1
    assert figures["commonest_first"] == 1
    assert "specific@3" not in figures  # five emojis are accepted in all: each is a favourite


def test_what_is_no_emoji_of_unicode_is_not_valid() -> None:
    figures = judged({"hi": "👋", "ok": ""}, {"hi": ("👋 :)", 0.1), "ok": ("👋 ☺", 0.1)})
    assert figures["validity"] == 0.5


def test_ranking_figures_are_those_that_trainings_report() -> None:
    chance = random.Random(3)  # noqa: S311 - nothing is secret here
    rows = [
        Row(f"m{i}", tuple(chance.sample(EMOJIS[:60], chance.randrange(5)))) for i in range(300)
    ]
    places = [chance.sample(range(60), 5) for _ in rows]
    answers = Answers(
        tuple(tuple(EMOJIS[place] for place in row) for row in places),
        np.array([chance.random() for _ in rows]),
        np.array([chance.random() for _ in rows]),
    )
    expected = reaction_metrics(
        np.array(places)[:, :3],
        answers.confidence,
        answers.quiet,
        [[EMOJIS.index(emoji) for emoji in row.emojis] for row in rows],
    )
    found = figures_of(rows, answers)
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found["specific@1"] <= found["specific@3"]


def test_answering_the_favourites_is_never_specific() -> None:
    favourites = " ".join(EMOJIS[:20])
    accepted = {f"m{i}": favourites + (" 🚀" if i % 10 == 0 else "") for i in range(50)}
    crowd = judged(accepted, dict.fromkeys(accepted, (" ".join(EMOJIS[:3]), 0.0)))
    assert (crowd["hit@1"], crowd["specific@1"], crowd["specific@3"]) == (1, 0, 0)
    knows = judged(accepted, dict.fromkeys(accepted, ("🚀 😀", 0.0)))
    assert (knows["specific@1"], knows["specific@3"]) == (1, 1)


def test_kept_reactions_are_those_below_what_a_tenth_of_the_quiet_rows_reach() -> None:
    quiet = {f"q{i}": ("🍕", 0.1 * i) for i in range(10)}  # one of ten may come by mistake: 0.0
    wanted = {"a": ("🍕", 0.05), "b": ("🍕", 0.15)}
    figures = judged({**dict.fromkeys(quiet, ""), **dict.fromkeys(wanted, "🍕")}, quiet | wanted)
    assert figures["kept@10%"] == 0.5


def test_tact_counts_hurtful_gentle_and_mourning_answers() -> None:
    grave = dict.fromkeys(("died", "left", "alone"), "🫂 💔 😢")
    accepted = {**grave, "joke": "😂", "other joke": "😂", "fine": ""}
    figures = judged(
        accepted,
        {
            "died": ("🫂 😢 😂", 0.1),  # gentle first, and yet a laugh among the first three
            "left": ("😂 🎉 🔥", 0.9),  # quiet: none of it is seen
            "alone": ("🐶 🫂 😢", 0.1),
            "joke": ("🕯️ 💔 🫂", 0.1),
            "other joke": ("😂 🕯️ 🫂", 0.1),
            "fine": ("😂", 0.1),
        },
        serious=True,
    )
    assert figures["hurtful"] == pytest.approx(1 / 3)
    assert figures["gentle"] == pytest.approx(2 / 3)
    assert figures["mourning"] == 0.5


def test_rows_of_other_sets_are_not_judged_for_tact() -> None:
    assert "hurtful" not in judged({"died": "🫂 💔"}, {"died": ("😂", 0.1)})


def test_a_message_without_any_answer_is_a_miss() -> None:
    figures = judged({"hm": "🤔", "hi": "👋"}, {"hm": ("", 0.9), "hi": ("👋", 0.1)})
    assert figures["hit@5"] == 0.5
    assert figures["validity"] == 1


def test_variety_counts_first_emojis_where_a_reaction_is_wanted() -> None:
    answers = {"a": ("🍕", 0.1), "b": ("🍕", 0.1), "c": ("🐶", 0.1), "ok": ("👍", 0.9)}
    figures = judged({"a": "🍕", "b": "🍔", "c": "🐶", "ok": ""}, answers)
    assert figures["distinct_first"] == 2
    assert figures["commonest_first"] == pytest.approx(2 / 3)
