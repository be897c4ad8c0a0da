"""A whole retraining with real processes: from an uploaded table to a version that answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.features.retraining.face import Outcome, Phase, Request
from bot.features.retraining.retrainer import LocalRetrainer
from bot.registry.registry import Registry
from emojifier import Emojifier
from tests.bot.features.retraining.conftest import ANA, at_work, make_request, until_end


async def test_an_operators_rows_become_a_version_that_answers_with_them(
    retrainer: LocalRetrainer, registry: Registry, request_of: Callable[..., Request]
) -> None:
    request = request_of()
    preview = await retrainer.preview(request)
    assert preview.trouble is None
    assert [(one.name, one.rows) for one in preview.data] == [("ours.tsv", 4)]
    before = registry.active()
    started = await retrainer.start(request)
    seen = [progress async for progress in retrainer.follow(started.id)]
    assert [phase for phase in Phase if phase in {one.phase for one in seen}] == [
        Phase.STARTING,
        Phase.TRAINING,
        Phase.JUDGING,
        Phase.FINISHED,
    ]
    outcome = seen[-1].outcome
    assert outcome is not None
    assert len(outcome.samples) == 10
    assert {"hit@1", "specific@3", "quiet_auc", "milliseconds"} <= {f.name for f in outcome.figures}
    assert seen[-1].losses[-1][1] < seen[-1].losses[0][1]
    assert registry.active() == before, "nothing is activated unless asked for"
    title = await retrainer.activate(outcome.version, ANA)
    [version] = [v for v in registry.versions() if v.id == outcome.version]
    assert version.title == title
    assert version.by == "discord:1"
    model = Emojifier.load(registry.folder(outcome.version), device="cpu")
    assert model.suggest(["pizza tonight"], 1)[0].emojis[0].emoji == "🦖"
    assert not (registry.path / ".retraining" / started.id / "work").exists()


@pytest.fixture
async def activating(registry: Registry) -> AsyncIterator[LocalRetrainer]:
    """A retrainer that was asked to activate by itself what passes the gate."""
    async with at_work(registry, auto_activate=True) as retrainer:
        yield retrainer


async def ended(retrainer: LocalRetrainer, request: Request) -> Outcome:
    started = await retrainer.start(request)
    outcome = (await until_end(retrainer, started.id)).outcome
    assert outcome is not None
    return outcome


async def test_what_passes_the_gate_is_activated_where_that_was_asked_for(
    activating: LocalRetrainer, registry: Registry
) -> None:
    # So slow that it learns next to nothing, and spoils nothing either.
    outcome = await ended(activating, make_request(activating, epochs=1, learning_rate=1e-7))
    assert (outcome.reasons, outcome.activated) == ((), True)
    active = registry.active()
    assert active is not None
    assert active.id == outcome.version


async def test_what_does_not_pass_is_kept_with_the_reasons_and_the_old_one_answers_on(
    activating: LocalRetrainer, registry: Registry
) -> None:
    before = registry.active()
    # So fast that it forgets whatever it knew.
    outcome = await ended(activating, make_request(activating, epochs=10, learning_rate=0.05))
    assert outcome.reasons
    assert not outcome.activated
    assert registry.active() == before
    assert " ".join(outcome.reasons) == registry.find(outcome.version).reason
