"""``/model``: which model answers and how it is doing, to the asker alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from discord import Interaction, app_commands

from bot.features.model_info import ModelState, model_status
from bot.inference.stats import Histogram, Stats
from bot.localisation import Locale, text
from bot.platforms.discord.answering import Reply
from bot.platforms.discord.emojify.quoting import escape, shortened
from bot.platforms.discord.localisation import localised, reader
from emojifier.suggestion import ModelInfo

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

# Characters of a short and of a long field; escaping at most doubles them, and all must fit into
# Discord's 2,000.
_SHORT: Final = 50
_LONG: Final = 130


@app_commands.command(
    name=localised("commands-model-name"), description=localised("commands-model")
)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def model(interaction: Interaction[MojibotClient]) -> None:
    """``/model``: never waits for a model that still loads."""
    worker, locale = interaction.client.worker, reader(interaction)
    registry = interaction.client.registry

    async def answer() -> Reply:
        status = model_status(worker)
        if status.info is not None:
            version = await asyncio.to_thread(registry.id_of, status.info.digest)
            return Reply(card(status.info, worker.stats(), worker.pending, locale, version))
        loading = status.state is ModelState.LOADING
        return Reply(text(locale, "model-loading" if loading else "answers-no-model"))

    await interaction.client.answering.answer(interaction, answer(), ephemeral=True)


def card(
    info: ModelInfo, stats: Stats, waiting: int, locale: Locale, version: str | None = None
) -> str:
    """What is known of a model and its work, a line a fact; fits into one message.

    ``waiting`` requests are queued or running; ``version`` is its id where it is registered.
    """
    lines = [f"**{_plain(f'{info.name} {info.version}', _SHORT)}**"]
    if info.description:
        lines.append(_plain(info.description, _LONG))
    metrics = ", ".join(_metric(name, value) for name, value in info.metrics.items())
    facts = (
        ("model-data", ", ".join(info.data), _LONG),
        ("model-base", info.base, _LONG),
        ("model-languages", ", ".join(info.languages), _SHORT),
        ("model-measured", metrics, _LONG),
        ("model-made", info.created, _SHORT),
        ("model-version", version or "", _LONG),
        ("model-digest", info.digest[:16], _SHORT),
    )
    for fact, value, limit in facts:
        if value:
            lines.append(text(locale, fact, value=_plain(value, limit)))
    lines += [
        text(locale, "model-emojis", known=info.emojis, all=info.catalogue),
        text(locale, "model-device", device=_plain(info.device), millions=info.parameters / 1e6),
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
    return "\n".join(lines)


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


def _plain(value: str, limit: int = _SHORT) -> str:
    return escape(" ".join(shortened(value, limit).split()))
