from pathlib import Path

from emojifier import Emojifier
from trainer.evaluate.systems import open_models


def test_a_model_answers_as_the_bot_would_hear_it(tiny_model: Path) -> None:
    [model] = open_models([str(tiny_model)], device="cpu", specific=0)
    found = model.answer(["who wants pizza", "https://example.org"])
    [pizza] = Emojifier.load(tiny_model, device="cpu").suggest(["who wants pizza"], 5)
    assert found.emojis == (tuple(scored.emoji for scored in pizza.emojis), ())
    assert found.confidence.tolist() == [pizza.emojis[0].probability, 0]
    assert found.quiet.tolist() == [pizza.quiet, 1]


def test_specific_is_passed_on(tiny_model: Path) -> None:
    message = "see you at the match"
    [usual] = open_models([str(tiny_model)], device="cpu", specific=0)
    [telling] = open_models([str(tiny_model)], device="cpu", specific=1)
    expected = Emojifier.load(tiny_model, device="cpu").suggest([message], 5, specific=1)[0]
    assert telling.answer([message]).emojis[0] == tuple(e.emoji for e in expected.emojis)
    assert usual.answer([message]).emojis != telling.answer([message]).emojis


def test_a_model_given_twice_has_two_names(tiny_model: Path) -> None:
    first, second = open_models([str(tiny_model)] * 2, device="cpu", specific=0)
    assert second.name == f"{first.name} #2"


def test_without_a_folder_it_is_the_model_that_ships() -> None:
    [model] = open_models([], device="cpu", specific=0)
    assert model.name == Emojifier.load(device="cpu").info().title
