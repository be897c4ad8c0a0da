"""Which model answers, as far as it can be said without waiting for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.inference import Inference
from bot.inference.stats import Histogram, Stats
from bot.localisation import Locale, text
from emojifier.suggestion import ModelInfo

# Characters of a short and of a long field: were each of them doubled by escaping, all of it would
# still fit into a message of 2,000.
_SHORT: Final = 50
_LONG: Final = 130


class ModelState(StrEnum):
    """Where the model stands."""

    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """The state, and what is known of the model: ``info`` is there exactly when it is ready."""

    state: ModelState
    info: ModelInfo | None = None


def model_status(worker: Inference) -> ModelStatus:
    """What ``worker`` runs right now; never waits."""
    if worker.info is not None:
        return ModelStatus(ModelState.READY, worker.info)
    return ModelStatus(ModelState.LOADING if worker.failure is None else ModelState.FAILED)


def about_model(
    info: ModelInfo,
    stats: Stats,
    waiting: int,
    locale: Locale,
    version: str | None,
    *,
    plain: Callable[[str, int], str],
) -> list[str]:
    """The model's title, then what is known of it and of its work, a line a fact.

    ``waiting`` requests are queued or running; ``version`` is its id where it is registered.
    ``plain`` shortens a text to so many characters and lets the platform show it as it is.
    """
    lines = [plain(f"{info.name} {info.version}", _SHORT)]
    if info.description:
        lines.append(plain(info.description, _LONG))
    metrics = ", ".join(_metric(name, value) for name, value in info.metrics.items())
    facts = (
        ("model-data", ", ".join(info.data), _LONG),
        ("model-base", info.base, _LONG),
        ("model-languages", ", ".join(info.languages), _SHORT),
        ("model-measured", metrics, _LONG),
        ("model-made", info.created, _SHORT),
        ("model-licence", info.licence, _SHORT),
        ("model-version", version or "", _LONG),
        ("model-digest", info.digest[:16], _SHORT),
    )
    for fact, value, limit in facts:
        if value:
            lines.append(text(locale, fact, value=plain(value, limit)))
    device = plain(info.device, _SHORT)
    lines += [
        text(locale, "model-emojis", known=info.emojis, all=info.catalogue),
        text(locale, "model-device", device=device, millions=info.parameters / 1e6),
        text(
            locale,
            "model-answers",
            answered=stats.answered,
            refused=stats.refused,
            failed=stats.failed + stats.expired,
            waiting=waiting,
        ),
    ]
    if stats.computed_ms.count:
        queued, computed = median(stats.queued_ms), median(stats.computed_ms)
        lines += [
            text(locale, "model-speed", rate=round(stats.per_second)),
            text(locale, "model-wait", queued=queued, computed=computed),
        ]
    return lines


def median(histogram: Histogram) -> int:
    """The bound that half of the values do not pass; the last one where they all do."""
    passed = 0
    for bound, count in zip(histogram.bounds, histogram.counts, strict=False):
        passed += count
        if 2 * passed >= histogram.count:
            return bound
    return histogram.bounds[-1]


def _metric(name: str, value: float) -> str:
    """Hits among the first n are shares of messages; losses and errors are not."""
    return f"{name.replace('_', ' ')} " + (f"{value:.0%}" if "@" in name else f"{value:.2f}")
