"""What operators attach: looked at before anything starts, whatever it is and is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.features.retraining.errors import RetrainingError
from bot.features.retraining.face import Request
from bot.features.retraining.jobs import Jobs
from bot.features.retraining.retrainer import FOLDER, LocalRetrainer
from bot.registry.registry import Registry
from tests.bot.features.retraining.conftest import ANA, QUICK, make_request

Make = Callable[..., Request]


@pytest.fixture
def asleep(registry: Registry) -> LocalRetrainer:
    """A retrainer that was never opened: previews need no more."""
    return LocalRetrainer(registry, recipe=QUICK)


async def test_a_damaged_upload_is_refused_in_a_sentence_and_removed(
    asleep: LocalRetrainer, registry: Registry
) -> None:
    request = make_request(asleep, b"PK\x03\x04\x00\x00\xff\xfe" * 50, name="team.tsv")
    preview = await asleep.preview(request)
    assert preview.trouble is not None
    assert preview.trouble.startswith("team.tsv: ")
    assert str(registry.path) not in preview.trouble
    asleep.discard(request)
    assert not list((registry.path / FOLDER).glob("room-*"))


async def test_rows_that_cannot_be_used_are_counted_with_their_lines(
    asleep: LocalRetrainer,
) -> None:
    table = "message\temojis\nhooray\t🎉\nwhat is this\tnot an emoji\n=1+1\t🧮\n"
    preview = await asleep.preview(make_request(asleep, table))
    [found] = preview.data
    assert (found.rows, found.refused) == (2, 1)
    [refusal] = found.refusals
    assert refusal.lines == (3,)
    assert ("=1+1", "🧮") in found.examples, "a formula is text like any other"


async def test_no_useful_rows_are_said_before_anything_starts(asleep: LocalRetrainer) -> None:
    preview = await asleep.preview(make_request(asleep, "message\temojis\nhello\tworld\n"))
    assert preview.trouble is not None
    assert preview.minutes > 0


@pytest.mark.parametrize("name", ["../../../etc/cron.d/evil.tsv", "=HYPERLINK(0).tsv", "a\0b.tsv"])
async def test_a_name_never_becomes_a_path(
    asleep: LocalRetrainer, registry: Registry, name: str
) -> None:
    jobs = Jobs(registry.path / FOLDER)
    job = jobs.begin(make_request(asleep, name=name), "shipped")
    place = jobs.place(job.id)
    assert [path.name for path in place.uploads.iterdir()] == ["1.tsv"]
    assert job.request.uploads[0].name == name
    assert job.request.uploads[0].path == place.uploads / "1.tsv"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(ANA, "n"), "attach a file"),
        (Request(ANA, "n", sources=("/etc",)), "RETRAIN_SOURCES"),
        (Request(ANA, "n", sources=("ours",), base="../../x"), "choose one of"),
        (Request(ANA, "n", sources=("ours",), epochs=float("nan")), "Epochs"),
        (Request(ANA, "n", sources=("ours",), learning_rate=1e9), "learning rate"),
    ],
)
async def test_what_may_not_be_asked_for_is_said(
    registry: Registry, request_: Request, said: str
) -> None:
    retrainer = LocalRetrainer(registry, sources=["ours"], recipe=QUICK)
    assert said in ((await retrainer.preview(request_)).trouble or "")
    with pytest.raises(RetrainingError, match=said):
        await retrainer.start(request_)


async def test_it_can_be_switched_off(registry: Registry) -> None:
    retrainer = LocalRetrainer(registry, enabled=False)
    assert not retrainer.enabled
    with pytest.raises(RetrainingError, match="RETRAIN_ENABLED"):
        await retrainer.start(Request(ANA, "n", sources=("react",)))


def test_sources_and_bases_can_be_chosen_from(asleep: LocalRetrainer, registry: Registry) -> None:
    sources, bases = asleep.choices()
    assert list(sources) == []
    assert list(bases) == ["current", "shipped", registry.versions()[0].id, "gpt2"]


def test_an_upload_that_is_gone_leaves_no_job(asleep: LocalRetrainer, registry: Registry) -> None:
    request = make_request(asleep)
    Path(request.uploads[0].path).unlink()
    jobs = Jobs(registry.path / FOLDER)
    with pytest.raises(OSError, match="No such file"):
        jobs.begin(request, "shipped")
    assert jobs.unfinished() is None
