import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pytest
import torch

from emojifier import Emojifier
from trainer.distill import cli, stages
from trainer.distill.lessons import Named
from trainer.distill.stages import STAGES, run
from trainer.distill.student import Plan
from trainer.distill.teacher import TeacherSettings
from trainer.distill.work import Work
from trainer.errors import ArgumentError
from trainer.rows import Row, Split

_NAMES = {"🐕": ("dog", "Hund"), "🍕": ("pizza", "Pizza"), "😢": ("crying face", "weinen")}
_MESSAGES = (
    Row("who wants pizza tonight", ("🍕", "🙋")),
    Row("my dog won", ("🐕", "🎉")),
    Row("grandma died last night", ("💔", "🫂", "😢")),
    Row("we won the pizza", ("🎉", "🍕", "😂")),
    Row("ok", ()),
)


class TinyWork(Work):
    """The real stages over a handful of messages."""

    @cached_property
    def sets(self) -> dict[str, Split]:
        return {"life": Split(train=_MESSAGES, validation=_MESSAGES, test=_MESSAGES)}

    @cached_property
    def named(self) -> list[Named]:
        return [
            Named(language, emoji, names[at], ())
            for emoji, names in _NAMES.items()
            for at, language in enumerate(("en", "de"))
        ]


Make = Callable[[Path], TinyWork]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def make(packed_file: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr(stages, "VOCABULARY", 70)
    monkeypatch.setattr(stages, "TEACHER", TeacherSettings(epochs=8, batch=4))
    monkeypatch.setattr(
        stages, "DISTIL", Plan("student", lessons=30, others=10, rate=3e-3, batch=8)
    )
    monkeypatch.setattr(stages, "TUNE", Plan("tuning", lessons=10, others=0, rate=1e-3, batch=8))
    return lambda folder: TinyWork(folder, packed_file, (), said.append)


def test_the_whole_way_ends_in_a_model_that_answers(make: Make, tmp_path: Path) -> None:
    torch.manual_seed(0)
    run("all", make(tmp_path / "work"))
    answers = Emojifier.load(tmp_path / "work" / "model").suggest(
        ["who wants pizza tonight", "GRANDMA DIED LAST NIGHT", "ok"]
    )
    assert answers[0].emojis[0].emoji == "🍕"
    assert answers[1].emojis[0].emoji in {"💔", "🫂", "😢"}
    assert answers[2].quiet > max(answers[0].quiet, answers[1].quiet)
    figures = json.loads((tmp_path / "work" / "test-figures.json").read_text(encoding="utf-8"))
    assert figures["life"]["hit@1"] >= 0.75


def test_what_is_done_is_not_done_again(make: Make, tmp_path: Path, said: list[str]) -> None:
    for stage in STAGES.values():
        (tmp_path / stage.leaves).touch()
    run("all", make(tmp_path))
    assert said == []


def test_a_stage_names_what_it_lacks(make: Make, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"^frozen needs vocabulary, texts before it\.$"):
        run("frozen", make(tmp_path))


def test_the_command_knows_every_stage() -> None:
    assert tuple(STAGES) == cli.STAGES
