"""Changes of the house rules that are more than one value."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from pydantic import ValidationError

from bot.features.candidates import CustomEmoji
from bot.features.errors import FeatureError
from bot.features.settings.altering import altered
from bot.features.settings.emojis import Typed
from bot.store.records import CustomEmojiRules, FixedReaction, HouseRules, ServerSettings

# The longest phrase, and the most emojis, of a fixed reaction.
PHRASE: Final = 100
EMOJIS: Final = 5


class NoEmoji(FeatureError):
    """A fixed reaction without an emoji of the catalogue."""

    message = "house-rules-no-emoji"


class NoPhrase(FeatureError):
    """A fixed reaction for a phrase without words."""

    message = "house-rules-no-phrase"


def forbidden_customs(
    settings: ServerSettings, customs: Collection[CustomEmoji]
) -> list[CustomEmoji]:
    """The server's own emojis that are forbidden, without those that it deleted."""
    return [custom for custom in customs if custom.id in settings.custom_emojis.forbidden]


def forbidding(settings: ServerSettings, shown: Typed, typed: Typed) -> ServerSettings:
    """What was added to and taken out of a form of forbidden emojis.

    ``shown`` stood in the form, ``typed`` was sent: so two forms at once both hold, and what did
    not fit in stays. Raises ``TooMuch``.
    """
    rules, own = settings.house_rules, settings.custom_emojis
    return altered(
        settings,
        house_rules=altered(
            rules,
            forbidden=_edited(rules.forbidden, shown.catalogue, typed.catalogue),
        ),
        custom_emojis=altered(
            own,
            forbidden=_edited(
                own.forbidden, [c.id for c in shown.customs], [c.id for c in typed.customs]
            ),
        ),
    )


def fixed_reaction(values: Mapping[str, object], typed: Typed) -> FixedReaction:
    """What a form asks for; raises ``NoEmoji`` or ``NoPhrase``.

    ``values`` are the fields of ``FixedReaction`` but for the emojis, of which the first count.
    """
    if typed.unknown or not typed.catalogue:
        raise NoEmoji
    try:
        return FixedReaction.model_validate({**values, "emojis": typed.catalogue[:EMOJIS]})
    except ValidationError:
        raise NoPhrase from None


def with_fixed(rules: HouseRules, reaction: FixedReaction) -> HouseRules:
    """The rules with one more fixed reaction, once; raises ``TooMuch``."""
    return altered(rules, fixed=(*(r for r in rules.fixed if r != reaction), reaction))


def without_fixed(rules: HouseRules, fingerprints: Collection[str]) -> HouseRules:
    """The rules without the fixed reactions of these fingerprints, wherever they stand by now."""
    kept = tuple(r for r in rules.fixed if fingerprint(r) not in fingerprints)
    return altered(rules, fixed=kept)


def fingerprint(reaction: FixedReaction) -> str:
    """What tells a fixed reaction from the others of its server, in any process."""
    values = (*reaction.emojis, reaction.trigger, reaction.phrase, reaction.person)
    every = "\n".join((*values, *sorted(reaction.channels)))
    return hashlib.sha256(every.encode()).hexdigest()[:16]


def with_words(rules: CustomEmojiRules, custom: str, words: tuple[str, ...]) -> CustomEmojiRules:
    """The words that a custom emoji (by its id) stands for; none takes its words away."""
    others = {key: kept for key, kept in rules.words.items() if key != custom}
    return altered(rules, words=others | ({custom: words} if words else {}))


def renamed(rules: CustomEmojiRules, old: str, new: str) -> CustomEmojiRules:
    """The same rules for a custom emoji that has another id now."""
    return altered(
        rules,
        words={new if custom == old else custom: words for custom, words in rules.words.items()},
        forbidden={new if custom == old else custom for custom in rules.forbidden},
    )


def _edited(now: frozenset[str], before: Iterable[str], after: Iterable[str]) -> frozenset[str]:
    shown, typed = frozenset(before), frozenset(after)
    return (now - (shown - typed)) | (typed - shown)
