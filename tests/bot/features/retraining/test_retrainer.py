"""A whole retraining with real processes: from an uploaded table to a version that answers."""

from __future__ import annotations

from collections.abc import Callable

from bot.features.retraining.face import Phase, Request
from bot.features.retraining.retrainer import LocalRetrainer
from bot.registry.registry import Registry
from emojifier import Emojifier
from tests.bot.features.retraining.conftest import ANA


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
