"""From what the model says to what the bot does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.features.auto_react.verdict import Reason, Verdict
from bot.features.candidates import Candidate, CustomEmoji
from bot.features.custom_emojis import blend
from bot.features.house_rules import permitted
from bot.features.incoming import IncomingMessage
from bot.store.records import AutoReact, Floor, ServerSettings
from emojifier.suggestion import Suggestion
from emojifier.tact import DOUBTFUL, SERIOUS, is_hurtful

# How sure the model must be, both that a reaction is wanted and that the emoji fits. Without
# cooldowns mojibot 0.2.0 then reacts to 1%, 10% and 18% of the held-back messages of chat.tsv, and
# the first emoji is one of the labels in all 5, 73% and 75% of these; in ordinary.tsv it is 4%, 19%
# and 30%, and 94%, 80% and 78%; in the 14 other languages 1%, 9% and 17%, and 8 in 10, 73% and 64%.
FLOORS: Final = {Floor.RARELY: 0.94, Floor.SOMETIMES: 0.80, Floor.OFTEN: 0.70}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds where the message was written.

    ``lowered`` counts how often people took an emoji away there, ``last`` are the emojis that the
    bot used there just now, ``newest`` is the newest Unicode emoji version that may come out.
    """

    rules: AutoReact
    settings: ServerSettings
    lowered: Mapping[str, int]
    last: Collection[str]
    customs: Sequence[CustomEmoji]
    newest: float | None


def decide(message: IncomingMessage, suggestion: Suggestion, here: Circumstances) -> Verdict:
    """The reactions to one message, or why it gets none."""
    floor = FLOORS[here.rules.floor]
    allowed = permitted(
        suggestion,
        here.settings.house_rules,
        newest=here.newest,
        age_restricted=message.age_restricted,
    )
    blended = blend(allowed, suggestion, here.customs, here.settings.custom_emojis)
    candidates = [_lowered(candidate, here.lowered.get(candidate.base, 0)) for candidate in blended]
    tactful = [candidate for candidate in candidates if _is_tactful(candidate, suggestion)]
    sure = [candidate for candidate in tactful if candidate.probability >= floor]
    fresh = tuple(candidate for candidate in sure if candidate.base not in here.last)
    best = max((candidate.probability for candidate in candidates), default=None)

    def verdict(reason: Reason, chosen: tuple[Candidate, ...] = ()) -> Verdict:
        reactions, spares = chosen[: here.rules.most], chosen[here.rules.most :]
        return Verdict(reason, reactions, suggestion.quiet, best, spares)

    if not suggestion.emojis:
        return verdict(Reason.NOTHING_TO_READ)
    if suggestion.serious >= SERIOUS:
        return verdict(Reason.SERIOUS)
    if 1 - suggestion.quiet < floor:
        return verdict(Reason.QUIET)
    if not candidates:
        return verdict(Reason.FORBIDDEN)
    if not sure:
        hurt = best is not None and best >= floor
        return verdict(Reason.SERIOUS if hurt else Reason.UNSURE)
    if not fresh:
        return verdict(Reason.REPEATED)
    return verdict(Reason.REACTED, fresh)


def _lowered(candidate: Candidate, times: int) -> Candidate:
    """Each time that people took the emoji away halves its odds there."""
    fits = candidate.probability * 0.5**times
    return replace(candidate, probability=fits / (fits + 1 - candidate.probability))


def _is_tactful(candidate: Candidate, suggestion: Suggestion) -> bool:
    """In doubt nothing hurtful, and nothing of which it is not known whether it hurts."""
    if suggestion.serious < DOUBTFUL:
        return True
    return candidate.custom is None and not is_hurtful(candidate.base)
