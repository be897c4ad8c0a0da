"""What operators read: the preview, how far a retraining is, and both models side by side.

Pages are in Markdown, as all texts are; a platform says how it shows them with its ``Markup``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from bot.features.retraining.face import Estimate, Outcome, Phase, Preview, Progress, Understood
from bot.localisation import Locale, text
from bot.store.records import PersonKey

_BAR: Final = 20
_SHORT: Final = 60
_REASON: Final = 120
_REASONS: Final = 3
_EXAMPLES: Final = 5
_OWN: Final = "own:"
_MILLISECONDS: Final = "milliseconds"


@dataclass(frozen=True, slots=True)
class Markup:
    """How ``platform`` shows pages, of which one message holds ``longest`` characters.

    ``escape`` shortens a text to so many characters, and lets it be shown as it is.
    """

    platform: str
    escape: Callable[[str, int], str]
    longest: int

    def plain(self, value: str, limit: int = _SHORT) -> str:
        """One line of a text that people wrote."""
        return self.escape(value, limit)

    def mention(self, person: PersonKey, locale: Locale) -> str:
        """Somebody by name, where they are on the same platform."""
        if person.platform == self.platform:
            return f"<@{person.person.rpartition(':')[2]}>"
        return text(locale, "retraining-elsewhere", platform=person.platform.title())


def preview_page(preview: Preview, locale: Locale, markup: Markup) -> str:
    """What was understood, and what would be done; ``trouble`` in its place where there is any."""
    head = [text(locale, "retraining-preview")]
    tail = []
    if preview.trouble is None:
        rate = f"{preview.request.learning_rate:.9f}".rstrip("0")
        epochs = f"{preview.request.epochs:g}"
        base = markup.plain(preview.base)
        tail += [
            text(locale, "retraining-base", base=base, epochs=epochs, rate=rate),
            text(locale, "retraining-minutes", minutes=max(1, ceil(preview.minutes))),
        ]
    else:
        tail.append(f"⚠️ {markup.plain(preview.trouble, 3 * _REASON)}")
    tail.append(f"-# {text(locale, 'retraining-sources')}")
    body = [line for data in preview.data for line in _understood(data, locale, markup)]
    return fitted(head, body, tail, markup.longest)


def progress_page(progress: Progress, locale: Locale, markup: Markup) -> str:
    """How far a retraining is, or how it ended."""
    if progress.outcome is not None:
        return outcome_page(progress.outcome, locale, markup)
    if progress.phase is Phase.CANCELLED:
        return text(locale, "retraining-cancelled")
    if progress.phase is Phase.FAILED:
        error = markup.plain(progress.error or "", 3 * _REASON)
        return text(locale, "retraining-failed", error=error)
    person = markup.mention(progress.request.by, locale)
    name = markup.plain(progress.request.name)
    lines = [
        f"**{text(locale, f'retraining-{progress.phase}')}**",
        text(locale, "retraining-by", name=name, person=person),
    ]
    if progress.phase is Phase.TRAINING and progress.steps:
        lines += _training(progress, locale)
    if progress.notice:
        lines.append(f"-# {markup.plain(progress.notice, 3 * _REASON)}")
    return "\n".join(lines)


def outcome_page(outcome: Outcome, locale: Locale, markup: Markup, *ending: str) -> str:
    """Old and new side by side, the gate's verdict, and ``ending``: what was decided."""
    head = [text(locale, "retraining-finished", version=f"`{outcome.version}`")]
    head.append(f"**{text(locale, 'retraining-figures')}**")
    head += [_figure(figure, locale, markup) for figure in outcome.figures]
    verdict = [text(locale, "retraining-passed")]
    if outcome.reasons:
        verdict = [text(locale, "retraining-advised-against")]
        verdict += [f"• {markup.plain(reason, _REASON)}" for reason in outcome.reasons]
    if outcome.activated and not ending:
        verdict.append(text(locale, "retraining-activated-itself"))
    body = [f"**{text(locale, 'retraining-samples')}**"]
    for sample in outcome.samples:
        answers = f"{sample.old or '–'} → {sample.new or '–'}"
        body.append(f"{markup.plain(sample.sentence)} · {answers}")
    return fitted(head, body, [*verdict, *ending], markup.longest)


def fitted(head: Sequence[str], body: Sequence[str], tail: Sequence[str], longest: int) -> str:
    """All lines, or as many of ``body`` as ``longest`` characters hold."""
    for kept in range(len(body), -1, -1):
        cut = ["…"] if kept < len(body) else []
        page = "\n".join([*head, *body[:kept], *cut, *tail])
        if len(page) <= longest:
            return page
    return page[: longest - 1] + "…"


def _understood(data: Understood, locale: Locale, markup: Markup) -> Iterator[str]:
    name = markup.plain(data.name)
    if data.trouble is not None:
        trouble = markup.plain(data.trouble, 2 * _REASON)
        yield text(locale, "retraining-data-trouble", name=name, trouble=trouble)
        return
    rows, emojis, form = data.rows, data.emojis, markup.plain(data.form, _REASON)
    yield text(locale, "retraining-data", name=name, rows=rows, emojis=emojis, form=form)
    if data.refused:
        yield text(locale, "retraining-refused", rows=data.refused)
        for refusal in data.refusals[:_REASONS]:
            reason = markup.plain(refusal.reason, _REASON)
            if refusal.lines:
                line = refusal.lines[0]
                yield "• " + text(
                    locale, "retraining-reason", rows=refusal.rows, reason=reason, line=line
                )
            else:
                yield "• " + text(
                    locale, "retraining-reason-short", rows=refusal.rows, reason=reason
                )
    if data.repeated:
        yield text(locale, "retraining-repeated", rows=data.repeated)
    for message, emojis_of_it in data.examples[:_EXAMPLES]:
        yield f"> {markup.plain(message)} → {markup.plain(emojis_of_it)}"


def _training(progress: Progress, locale: Locale) -> Iterator[str]:
    share = min(1.0, progress.step / progress.steps)
    full = int(share * _BAR)
    yield f"`{'█' * full}{'░' * (_BAR - full)}` {share:.0%}"
    if progress.loss is not None:
        yield text(
            locale,
            "retraining-epoch",
            epoch=f"{progress.epoch:.1f}",
            epochs=f"{progress.request.epochs:g}",
            loss=f"{progress.loss:.3f}",
            speed=f"{progress.rows_per_second or 0:.0f}",
        )
    if progress.seconds_left is not None:
        yield text(locale, "retraining-left", minutes=max(1, ceil(progress.seconds_left / 60)))


def _figure(figure: Estimate, locale: Locale, markup: Markup) -> str:
    """``hit@1: 41.0% → 44.2% (+1.1 to +5.3)``, in points, where it is a share."""
    own = figure.name.startswith(_OWN)
    name = markup.plain(figure.name.removeprefix(_OWN).replace("_", " "))
    scale, unit = (1, "") if figure.name == _MILLISECONDS else (100, "%")
    if figure.name == _MILLISECONDS:
        name = text(locale, "retraining-milliseconds")
    if own:
        name = text(locale, "retraining-held-back", figure=name)
    old, new, low, high = (
        scale * value for value in (figure.old, figure.new, figure.low, figure.high)
    )
    bounds = "" if low == high else f" ({low:+.1f} … {high:+.1f})"
    return f"• {name}: {old:.1f}{unit} → {new:.1f}{unit}{bounds}"
