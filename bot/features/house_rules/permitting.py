"""A model's suggestion -> what a server lets out, dressed as it likes."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from bot.features.candidates import Candidate
from bot.features.house_rules.dressing import gendered
from bot.features.house_rules.naming import named
from bot.features.house_rules.presets import Preset, members, preset
from bot.store.records import HouseRules
from emojifier.catalogue import catalogue
from emojifier.suggestion import ScoredEmoji, Suggestion
from emojifier.tones import toned


def permitted(
    suggestion: Suggestion, rules: HouseRules, *, newest: float | None, age_restricted: bool
) -> list[Candidate]:
    """The suggested emojis that ``rules`` let out, in the suggestion's order and without doubles.

    None is newer than the Unicode emoji version ``newest`` (None: any). ``age_restricted`` channels
    are free of ``rules.family_friendly``.
    """
    forbidden = _forbidden(rules, age_restricted)
    found: dict[str, Candidate] = {}
    for scored in suggestion.emojis:
        if _is_out(scored.emoji, forbidden, newest):
            continue
        candidate = _dressed(scored, rules, forbidden, newest)
        found.setdefault(candidate.base, candidate)
    return list(found.values())


def dressed(emoji: str, rules: HouseRules, *, newest: float | None) -> str:
    """A catalogue emoji as ``rules`` show it: the skin tone, for whoever is on it."""
    if rules.skin_tone is None:
        return emoji
    return toned(emoji, rules.skin_tone, newest=newest)


def _dressed(
    scored: ScoredEmoji, rules: HouseRules, forbidden: Collection[str], newest: float | None
) -> Candidate:
    base = scored.emoji
    if rules.gender is not None:
        shown = gendered(base, rules.gender)
        base = base if _is_out(shown, forbidden, newest) else shown
    return Candidate(
        emoji=dressed(base, rules, newest=newest),
        base=base,
        name=catalogue()[base].name,
        probability=scored.probability,
    )


def _is_out(emoji: str, forbidden: Collection[str], newest: float | None) -> bool:
    too_new = newest is not None and catalogue()[emoji].version > newest + 1e-6
    return too_new or emoji in forbidden


@lru_cache(maxsize=1_024)
def _forbidden(rules: HouseRules, age_restricted: bool) -> frozenset[str]:
    """Everything that must not come out, in the catalogue's spelling."""
    kept_out = {
        Preset.CRUDE: rules.family_friendly and not age_restricted,
        Preset.FLAGS: not rules.flags,
        Preset.POLITICS: not rules.politics,
    }
    presets = (preset(name) for name, is_on in kept_out.items() if is_on)
    return frozenset().union(named(rules.forbidden), members(rules.forbidden_groups), *presets)
