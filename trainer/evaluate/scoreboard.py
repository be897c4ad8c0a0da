"""``evaluate``: models and baselines on the same rows, with confidence intervals."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from emojifier.catalogue import catalogue
from trainer.errors import DatasetError
from trainer.evaluate.baselines import Constant, Keywords, LinearSvm
from trainer.evaluate.board import Difference, Part, Score, Scoreboard
from trainer.evaluate.intervals import Bootstrap, Estimate, bootstrap
from trainer.evaluate.outcomes import Figures, reactions, variety
from trainer.evaluate.parts import Asked, Held, Questions
from trainer.evaluate.retelling import retellings
from trainer.evaluate.systems import Answers, System
from trainer.rows import of_kind

# Hears what is done, how much of it, and of how much.
Watch = Callable[[str, int, int], None]

_CHUNK = 256
_TIMED = 50


def evaluate(
    models: Sequence[System],
    questions: Questions,
    held: Held,
    *,
    seed: int,
    watch: Watch,
    baselines: bool = True,
) -> Scoreboard:
    """Ask every model about the same rows, and ``baselines`` fitted on the same data sets.

    The first model is compared with everything else. Raises ``DatasetError`` where there is nothing
    to ask that any model can answer.
    """
    if not questions.react and not any(model.tells for model in models):
        raise DatasetError(
            "These data sets only retell sentences, and none of the models was trained to tell."
        )
    systems = [*models, *(_baselines(questions, seed, watch) if baselines else ())]
    scores, wholes = [], []
    for system in systems:
        score, whole = _score(system, questions, seed, watch)
        scores.append(score)
        wholes.append(whole)
    return Scoreboard(
        split=held,
        reactions=len(questions.react),
        retellings=len(questions.tell),
        seed=seed,
        scores=tuple(scores),
        differences=tuple(
            Difference(scores[0].name, score.name, wholes[0].minus(whole))
            for score, whole in zip(scores[1:], wholes[1:], strict=True)
        ),
    )


def _baselines(questions: Questions, seed: int, watch: Watch) -> list[System]:
    def fitted(done: int, of: int) -> None:
        watch(f"fitting {LinearSvm.name}", done, of)

    keywords = Keywords(questions.train, catalogue())
    if not questions.react:
        return [keywords]
    rows = of_kind("react", questions.train)
    if not any(row.emojis for row in rows):
        raise DatasetError("The training rows hold no emojis for a baseline: all want none.")
    return [
        LinearSvm(rows, seed=seed, fitted=fitted),
        keywords,
        Constant(rows),
    ]


def _score(
    system: System, questions: Questions, seed: int, watch: Watch
) -> tuple[Score, Bootstrap]:
    asked = questions.react
    milliseconds: dict[str, float] = {}
    whole = Bootstrap({}, {})
    overall, data_sets, languages = Part(len(asked), {}), {}, {}
    if asked:
        messages = [one.row.message for one in asked]
        answers, milliseconds = _ask(system, messages, watch)
        overall, whole = _part(asked, answers, seed)
        data_sets = _by(lambda one: one.data_set, asked, answers, seed)
        languages = _by(lambda one: one.language, asked, answers, seed)
    if questions.tell and system.tells:
        told = _retold(system, questions.tell, seed, watch)
        overall = Part(overall.rows, overall.figures | told.estimates())
        whole = Bootstrap({**whole.figures, **told.figures}, {**whole.draws, **told.draws})
    score = Score(system.name, system.baseline, overall, data_sets, languages, milliseconds)
    return score, whole


def _ask(system: System, messages: Sequence[str], watch: Watch) -> tuple[Answers, dict[str, float]]:
    few = messages[:: -(-len(messages) // _TIMED)]
    system.answer(few)  # what is slow once only is no part of the time
    single = [_seconds(partial(system.answer, [message])) for message in few]
    began = time.perf_counter()
    parts = []
    for begin, chunk in _chunks(messages):
        parts.append(system.answer(chunk))
        watch(f"asking {system.name}", begin + len(chunk), len(messages))
    batch = (time.perf_counter() - began) / len(messages)
    answers = Answers(
        emojis=tuple(emojis for part in parts for emojis in part.emojis),
        confidence=np.concatenate([part.confidence for part in parts]),
        quiet=np.concatenate([part.quiet for part in parts]),
    )
    return answers, {"single": float(np.median(single)) * 1000, "batch": batch * 1000}


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _chunks(messages: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for begin in range(0, len(messages), _CHUNK):
        yield begin, messages[begin : begin + _CHUNK]


def _part(asked: Sequence[Asked], answers: Answers, seed: int) -> tuple[Part, Bootstrap]:
    rows = [one.row for one in asked]
    found = Figures(reactions(rows, answers, [one.serious for one in asked], catalogue()))
    whole = bootstrap(found, len(rows), seed=seed)
    plain = {**found.calibration(), **variety(rows, answers)}
    return Part(
        len(rows), whole.estimates() | {name: Estimate(v) for name, v in plain.items()}
    ), whole


def _by(
    group: Callable[[Asked], str | None], asked: Sequence[Asked], answers: Answers, seed: int
) -> dict[str, Part]:
    """A part for each group; none where there is but one, which is the whole."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(asked):
        if (name := group(one)) is not None:
            places[name].append(i)
    if len(places) < 2:
        return {}
    return {
        name: _part([asked[i] for i in some], _some(answers, some), seed)[0]
        for name, some in places.items()
    }


def _some(answers: Answers, places: Sequence[int]) -> Answers:
    return Answers(
        tuple(answers.emojis[i] for i in places),
        answers.confidence[list(places)],
        answers.quiet[list(places)],
    )


def _retold(system: System, asked: Sequence[Asked], seed: int, watch: Watch) -> Bootstrap:
    references: Mapping[str, list[tuple[str, ...]]] = defaultdict(list)
    for one in asked:
        references[one.row.message].append(one.row.emojis)
    messages = list(references)
    told: list[tuple[str, ...]] = []
    for begin, chunk in _chunks(messages):
        told += system.retell(chunk)
        watch(f"retelling with {system.name}", begin + len(chunk), len(messages))
    return bootstrap(Figures(retellings(told, list(references.values()))), len(messages), seed=seed)
