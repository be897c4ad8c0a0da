"""A message in, fitting emojis out, under the rules of the place where it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from bot.features.candidates import Candidate, CustomEmoji
from bot.features.custom_emojis import blend
from bot.features.errors import NothingPermitted, NothingToRead, NotTrainedToTell
from bot.features.house_rules import permitted
from bot.inference import CannotTell, Inference
from bot.store.face import Store
from bot.store.records import HouseRules, ServerKey, ServerSettings
from emojifier.catalogue import catalogue
from emojifier.suggestion import Mode, Suggestion
from emojifier.text import clean

EMOJIS: Final = 3
PATIENCE: Final = 30.0
# As many as a reader wants to compare.
RANKED: Final = 10
# Asked of the model every time, so that the next page and the reasons come out of its recent
# answers: enough for ten pages of ten, even where house rules keep some out.
_DEPTH: Final = 100
# Where people are among themselves: a conversation, or no server that is known.
_NO_SERVER: Final = ServerSettings(house_rules=HouseRules(flags=True, politics=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants: ``count`` emojis for ``text``, further down the ranking by ``page``.

    ``server`` is where they ask (None: in a conversation), ``customs`` its own emojis that may be
    used there. ``count`` and ``page`` are for ``Mode.SUGGEST``; the other modes choose themselves.
    """

    text: str
    count: int = EMOJIS
    page: int = 0
    style: Mode = Mode.SUGGEST
    server: ServerKey | None = None
    age_restricted: bool = False
    customs: Sequence[CustomEmoji] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """``emojis`` are this page's; ``ranked`` the ``RANKED`` best of all, whatever the page.

    ``quiet`` is the calibrated probability that no reaction is wanted, ``model`` the title of the
    model that answered. ``output`` is the answer as text: the emojis, or the decorated message.
    ``more`` says whether another page follows.
    """

    emojis: tuple[Candidate, ...]
    ranked: tuple[Candidate, ...]
    quiet: float
    model: str
    output: str
    more: bool


async def emojify(
    worker: Inference,
    asked: Asked,
    *,
    store: Store | None = None,
    newest: float | None = None,
    deadline: float = PATIENCE,
) -> Answer:
    """The emojis that fit best; a page beyond the last one begins again with the first.

    ``newest`` is the newest Unicode emoji version that the asker's client draws (None: any);
    ``deadline`` is in seconds and includes the time that a model still takes to load. Raises
    ``NothingToRead`` before any model work, ``NothingPermitted``, ``NotTrainedToTell``, and
    whatever ``Inference.suggest`` raises.
    """
    if not clean(asked.text):
        raise NothingToRead
    settings = _NO_SERVER
    if store is not None and asked.server is not None:
        settings = await store.settings(asked.server)
    try:
        suggestion = await worker.suggest(
            asked.text, k=_DEPTH, mode=asked.style, newest=newest, deadline=deadline
        )
    except CannotTell:
        raise NotTrainedToTell from None
    if not suggestion.emojis:
        raise NothingToRead
    if asked.style is Mode.SUGGEST:
        return _suggested(asked, suggestion, settings, newest)
    return _told(asked, suggestion, settings, newest)


def _suggested(
    asked: Asked, suggestion: Suggestion, settings: ServerSettings, newest: float | None
) -> Answer:
    candidates = permitted(
        suggestion, settings.house_rules, newest=newest, age_restricted=asked.age_restricted
    )
    if not candidates:
        raise NothingPermitted
    ranking = blend(candidates, suggestion, asked.customs, settings.custom_emojis)
    pages = ceil(len(ranking) / asked.count)
    start = asked.page % pages * asked.count
    page = ranking[start : start + asked.count]
    return Answer(
        emojis=tuple(page),
        ranked=tuple(ranking[:RANKED]),
        quiet=suggestion.quiet,
        model=suggestion.model,
        output=_output(page),
        more=start + asked.count < len(ranking),
    )


def _told(
    asked: Asked, suggestion: Suggestion, settings: ServerSettings, newest: float | None
) -> Answer:
    worn: dict[str, Candidate] = {}
    for scored in suggestion.emojis:
        alone = replace(suggestion, emojis=(scored,))
        for candidate in permitted(
            alone, settings.house_rules, newest=newest, age_restricted=asked.age_restricted
        ):
            worn[scored.emoji] = candidate
    if not worn:
        raise NothingPermitted
    emojis = tuple(worn.values())
    return Answer(
        emojis=emojis,
        ranked=emojis[:RANKED],
        quiet=suggestion.quiet,
        model=suggestion.model,
        output=_output(emojis)
        if suggestion.decorated is None
        else _redecorated(suggestion.decorated, asked.text, worn),
        more=False,
    )


def _redecorated(decorated: str, text: str, worn: Mapping[str, Candidate]) -> str:
    """``decorated`` with what ``worn`` makes of the emojis put in, or without those it lacks.

    Emojis that stood in ``text`` already are its author's own and stay.
    """
    own = {emoji for _, _, emoji in catalogue().find(text)}
    parts: list[str] = []
    done = 0
    for start, end, emoji in catalogue().find(decorated):
        if emoji in own:
            continue
        before, candidate = decorated[done:start], worn.get(emoji)
        parts += [before.removesuffix(" ")] if candidate is None else [before, candidate.emoji]
        done = end
    return "".join([*parts, decorated[done:]])


def _output(emojis: Sequence[Candidate]) -> str:
    return " ".join(c.emoji if c.custom is None else f":{c.emoji}:" for c in emojis)
