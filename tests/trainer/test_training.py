"""Training as one expects: accumulation, early stopping, a plan for the time, old answers kept."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from emojifier.artifact import open_folder
from emojifier.catalogue import catalogue
from trainer import TrainingResult, fine_tune_gpt2
from trainer.bases import Start, prepare
from trainer.checkpoints import Workspace
from trainer.datasets import load
from trainer.errors import ArgumentError, DatasetError
from trainer.folder import validation_figures
from trainer.job import Hyperparameters, Job
from trainer.progress import Event, silent
from trainer.rows import Row, Split
from trainer.scoring import score
from trainer.stopping import Best, Stop
from trainer.training import Trained, train

_SERIOUS = load("serious").rows
_COMMON = {e for e, _ in Counter(e for row in _SERIOUS for e in row.emojis).most_common(20)}
# Shipped rows that a tiny model can know: all their emojis are among a few.
ROWS = tuple(row for row in _SERIOUS if {*row.emojis} <= _COMMON)


def _settings(**changes: Any) -> Hyperparameters:
    settings: dict[str, Any] = {"epochs": 2, "learning_rate": 3e-3, "batch_size": 16, "seed": 0}
    settings |= {"accumulate": 1, "warmup": 0.06, "patience": None, "max_minutes": None}
    return Hyperparameters(**(settings | {"replay": 0, "hold": 0} | changes))


def _train(
    parts: Split, output: Path, *, base: str = "scratch:mini", dropout: bool = True, **changes: Any
) -> tuple[Trained, list[Event]]:
    def begin() -> Start:
        start = prepare(base, parts.train, catalogue(), seed=0)
        for layer in start.network.modules():
            if isinstance(layer, nn.Dropout) and not dropout:
                layer.p = 0.0
        return start

    events: list[Event] = []
    workspace = Workspace(output)
    workspace.begin(resume=False)
    job = Job(begin, parts, _settings(**changes), torch.device("cpu"), (), 60)
    return train(job, workspace, {}, Stop(), events.append), events


def test_accumulated_passes_learn_the_same_as_one(tmp_path: Path) -> None:
    parts = Split(ROWS[:64], (), ())
    before, *after = (
        torch.cat([weights.flatten() for weights in network.parameters()])
        for network in (
            prepare("scratch:mini", parts.train, catalogue(), seed=0).network,
            *(
                _train(parts, tmp_path / str(n), dropout=False, accumulate=n)[0].start.network
                for n in (1, 2, 4)
            ),
        )
    )
    whole = after[0]
    for other in after[1:]:
        assert (other - whole).norm() < 0.02 * (whole - before).norm()


def test_early_stopping_takes_the_best_epoch(tmp_path: Path) -> None:
    parts = Split(ROWS[:48], ROWS[60:100], ())
    trained, events = _train(parts, tmp_path / "model", epochs=40, patience=2)
    losses = [e["validation_loss"] for e in events if e["event"] == "epoch"]
    best = losses.index(min(losses))
    assert len(losses) == best + 3 < 40
    assert [e["event"] for e in events].count("epoch") == len(losses)
    encoder = trained.start.encoder(catalogue())
    figures = validation_figures(trained.start, encoder, parts.validation)
    assert figures["validation_loss"] == pytest.approx(min(losses), abs=1e-5)


def test_early_stopping_goes_on_where_it_was_noted() -> None:
    network = nn.Linear(1, 1)
    best = Best(2)
    assert [best.improve(loss, network) for loss in (3.0, 2.0, 2.5)] == [False, False, False]
    again = Best(2)
    again.restore(best.notes(), best.weights)
    assert again.improve(2.1, network)


def test_early_stopping_without_validation_rows_is_refused(tiny_rows: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="validation rows"):
        fine_tune_gpt2(tiny_rows, base="scratch:mini", patience=1, output=tmp_path / "model")
    assert not list(tmp_path.iterdir())


def test_max_minutes_plans_the_steps_so_that_the_rate_falls_to_0(tmp_path: Path) -> None:
    parts = Split(ROWS[:200], (), ())
    began = time.monotonic()
    _, events = _train(parts, tmp_path / "model", epochs=10_000, max_minutes=0.05)
    assert time.monotonic() - began < 30
    steps = [event for event in events if event["event"] == "step"]
    assert 1 <= steps[-1]["step"] <= steps[-1]["steps"] < 10_000
    assert steps[-1]["steps"] < 3 / 0.002
    _, planned = _train(parts, tmp_path / "short", epochs=1, max_minutes=10)
    last = [event for event in planned if event["event"] == "step"][-1]
    assert (last["step"], last["steps"], last["learning_rate"]) == (13, 13, 0.0)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> TrainingResult:
    """A model that knows some shipped rows well."""
    table = tmp_path_factory.mktemp("old") / "rows.tsv"
    lines = [f"{row.message}\t{' '.join(row.emojis) or '-'}\n" for row in ROWS[:380]]
    table.write_text("message\temojis\n" + "".join(lines), encoding="utf-8")
    return fine_tune_gpt2(
        table,
        base="scratch:mini",
        epochs=5,
        learning_rate=3e-3,
        batch_size=16,
        output=table.with_name("model"),
    )


NEW = tuple(
    Row(f"{who} {what}", ("🚀",)) for who in ("we", "they", "you") for what in ("go", "fly", "won")
)


def _answers(start: Start, rows: tuple[Row, ...]) -> torch.Tensor:
    logits = score(start.reader(), start.encoder(catalogue()), rows)
    known = [emoji for emoji in start.emojis if emoji != "🚀"]
    columns = [start.places[emoji] for emoji in known]
    return torch.cat([logits.emojis[:, columns], logits.quiet[:, None]], 1).log_softmax(-1)


def _divergence(before: torch.Tensor, after: torch.Tensor) -> float:
    """Mean KL(before || after) of log probabilities, in nats."""
    return float((before.exp() * (before - after)).sum(-1).mean())


def test_replay_and_hold_keep_old_answers_while_new_rows_are_learned(
    old: TrainingResult, tmp_path: Path
) -> None:
    parts = Split(NEW, (), ())
    rows = ROWS[:200]
    before = _answers(prepare(str(old.output), NEW, catalogue(), seed=0), rows)

    def forgotten(name: str, **changes: Any) -> float:
        trained, events = _train(
            parts,
            tmp_path / name,
            base=str(old.output),
            batch_size=8,
            learning_rate=1e-3,
            **changes,
        )
        assert [e["steps"] for e in events if e["event"] == "started"] == [96]
        places = trained.start.places
        new = score(trained.start.reader(), trained.start.encoder(catalogue()), NEW).emojis
        assert (new.argmax(-1) == places["🚀"]).all(), name
        return _divergence(before, _answers(trained.start, rows))

    alone = forgotten("alone", epochs=48)
    replayed = forgotten("replayed", epochs=16, replay=0.8)
    held = forgotten("held", epochs=16, replay=0.8, hold=0.9)
    assert held < 0.7 * replayed, (alone, replayed, held)
    assert held < 0.3 * alone, (alone, replayed, held)


def test_reactions_stay_as_they_were_while_a_model_learns_to_tell(
    old: TrainingResult, tmp_path: Path
) -> None:
    told = tuple(Row(row.message, ("🙏", "🚀"), kind="tell") for row in NEW)
    rows = ROWS[:200]
    before = _answers(prepare(str(old.output), told, catalogue(), seed=0), rows)

    def forgotten(name: str, **changes: Any) -> float:
        parts = Split(told, (), ())
        base = str(old.output)
        trained, _ = _train(parts, tmp_path / name, base=base, batch_size=8, **changes)
        start = trained.start
        emojis, teller = list(start.emojis), start.teller()
        for sequence in start.encoder(catalogue()).encode(
            [row.message for row in told], control=start.tokens.tell
        ):
            telling = teller.tell(sequence, torch.ones(len(emojis), dtype=torch.bool))
            assert {emojis[place] for place, _ in telling} == {"🙏", "🚀"}, name
        return _divergence(before, _answers(start, rows))

    alone = forgotten("alone", epochs=20)
    held = forgotten("held", epochs=16, replay=0.8, hold=0.9)
    assert held < 0.3 * alone, (alone, held)


def test_both_kinds_are_learned_in_one_run(tmp_path: Path) -> None:
    told = [row for row in load("tell").rows if len(row.emojis) == 3]
    parts = Split((*ROWS[:48], *told[:48]), (*ROWS[60:80], *told[60:80]), ())
    trained, events = _train(parts, tmp_path / "model", epochs=3)
    first, _, last = (event for event in events if event["event"] == "epoch")
    for name in ("train_loss", "react_loss", "tell_loss"):
        assert last[name] < first[name]
    react, tell = last["react_loss"], last["tell_loss"]
    assert last["validation_loss"] == pytest.approx((react + tell) / 2)
    assert {"hit@1", "quiet_auc", "set_f1"} <= set(last)
    assert trained.start.tasks == ()


def test_a_continued_model_says_what_was_replayed(old: TrainingResult, tmp_path: Path) -> None:
    table = tmp_path / "new.tsv"
    table.write_text("we go\t🚀\nthey fly\t🚀\n", encoding="utf-8")
    result = fine_tune_gpt2(
        table, base=old.output, epochs=1, replay=0.75, hold=0.5, output=tmp_path / "model"
    )
    manifest = open_folder(result.output, catalogue())
    assert [source.rows for source in manifest.data] == [2, 6]
    assert manifest.hyperparameters["hold"] == 0.5
    assert set(manifest.emojis) == {*open_folder(old.output, catalogue()).emojis, "🚀"}
    assert "validation_loss" in result.metrics


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"hold": 0.5}, "replay"), ({"hold": 0.5, "replay": 0.5}, "no answers yet")],
)
def test_nothing_to_hold_is_refused(
    tiny_rows: Path, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ArgumentError, match=words):
        fine_tune_gpt2(
            tiny_rows,
            base="scratch:mini",
            output=tmp_path / "model",
            reporter=silent,
            **changes,
        )
    assert not list(tmp_path.iterdir())
