"""The forms that the home opens, and reading what was typed into them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.features.errors import FeatureError
from bot.features.settings.altering import altered
from bot.features.settings.emojis import Typed, read_emojis, read_words
from bot.features.settings.hours import USUAL, NoClock, NoZone, SameHours, read_hours
from bot.features.settings.house_rules import (
    PHRASE,
    NoEmoji,
    fixed_reaction,
    forbidding,
    with_fixed,
    with_words,
)
from bot.features.settings.scopes import effective
from bot.localisation import Locale, text
from bot.platforms.slack.home import kit
from bot.platforms.slack.home.changes import Change, with_auto_react
from bot.platforms.slack.home.house_rules import listed_forbidden
from bot.platforms.slack.home.kit import Block, field, typing
from bot.platforms.slack.home.press import Filled, Press, person_of
from bot.platforms.slack.reacting.incoming import with_standard
from bot.store.records import QuietHours, ServerSettings, Trigger

# Unknown pieces that are named, and characters of each.
_NAMED: Final = 10
_LENGTH: Final = 40
_CLOCK: Final = 12
_ZONE: Final = 50
_EMOJIS: Final = 200


class Refused(Exception):
    """What was typed into a field of a form cannot be; ``said`` says what could."""

    def __init__(self, field: str, said: str) -> None:
        self.field = field
        self.said = said
        super().__init__(field)


async def form_of(press: Press) -> Block | None:
    """The form that a press opens; None where it opens none."""
    draw = FORMS.get(press.action)
    if draw is None:
        return None
    services = press.around.services
    zone = (await services.people.get(press.around.client, press.user)).zone
    settings = await services.store.settings(services.server)
    title, blocks = draw(press, settings, zone)
    return kit.form(
        press.action,
        text(press.locale, title),
        blocks,
        save=text(press.locale, "slack-home-save"),
        cancel=text(press.locale, "slack-home-cancel"),
        metadata=press.state.metadata(),
    )


def read_form(filled: Filled) -> Change:
    """What a form asks to be changed; raises ``Refused``."""
    return _READERS[filled.name](filled)


async def resolved(filled: Filled) -> Filled:
    """The form with the people in it as settings name them, which may take Slack a while to say."""
    values = dict(filled.values)
    if user := filled.line("person"):
        values["person"] = (await person_of(filled.around, user),)
    return replace(filled, values=values)


_Drawn = tuple[str, list[Block]]


def _hours(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    hours = effective(settings, press.state.scope).quiet_hours
    shown = hours or _usual(zone)
    return "autoreact-form-title", [
        _line(press.locale, "autoreact-form-begin", "begin", f"{shown.begin:%H:%M}", _CLOCK),
        _line(press.locale, "autoreact-form-end", "end", f"{shown.end:%H:%M}", _CLOCK),
        _line(press.locale, "autoreact-form-zone", "zone", shown.zone, _ZONE),
    ]


def _usual(zone: str | None) -> QuietHours:
    """The night where the admin lives."""
    try:
        return QuietHours(begin=USUAL.begin, end=USUAL.end, zone=zone or USUAL.zone)
    except ValueError:  # a zone that this machine does not know
        return USUAL


def _read_hours(filled: Filled) -> Change:
    begin, end, zone = (filled.line(name) for name in ("begin", "end", "zone"))
    try:
        hours = read_hours(begin, end, zone)
    except NoClock as error:
        where = "begin" if error.arguments["typed"] == begin.strip() else "end"
        raise Refused(where, error.text(filled.state.locale)) from None
    except SameHours as error:
        raise Refused("end", error.text(filled.state.locale)) from None
    except NoZone as error:
        raise Refused("zone", error.text(filled.state.locale)) from None
    return with_auto_react(filled.state.scope, lambda rules: altered(rules, quiet_hours=hours))


def _forbidden(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    del zone
    pieces = listed_forbidden(settings, press.around.services.emojis.current)
    while len(" ".join(pieces)) > kit.TYPED:
        pieces.pop()
    label = text(press.locale, "house-rules-form-forbidden")
    element = typing("emojis", " ".join(pieces), lines=True)
    return "house-rules-edit-forbidden", [field("emojis", label, element, optional=True)]


def _read_forbidden(filled: Filled) -> Change:
    shown = _emojis(filled, filled.shown.get("emojis", ""))
    typed = _emojis(filled, filled.line("emojis"))
    _refuse_unknown(filled, typed)
    return lambda settings: forbidding(settings, shown, typed)


def _phrase(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    del settings, zone
    phrase = _line(press.locale, "house-rules-form-phrase", "phrase", "", PHRASE)
    return _TITLE, [phrase, *_reaction(press.locale)]


def _person(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    del settings, zone
    label = text(press.locale, "house-rules-form-person")
    return _TITLE, [field("person", label, kit.person("person")), *_reaction(press.locale)]


def _every(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    del settings, zone
    return _TITLE, _reaction(press.locale)


def _reaction(locale: Locale) -> list[Block]:
    where = text(locale, "house-rules-form-channels")
    return [
        _line(locale, "house-rules-form-emojis", "emojis", "", _EMOJIS),
        field("channels", where, kit.channels("channels", (), where), optional=True),
    ]


def _read_fixed(trigger: Trigger) -> Callable[[Filled], Change]:
    def read(filled: Filled) -> Change:
        typed = _emojis(filled, filled.line("emojis"))
        _refuse_unknown(filled, typed)
        values = {
            "trigger": trigger,
            "phrase": filled.line("phrase"),
            "person": filled.line("person"),
            "channels": frozenset(filled.values.get("channels", ())),
        }
        try:
            reaction = fixed_reaction(values, typed)
        except NoEmoji:
            raise Refused("emojis", text(filled.state.locale, "slack-home-no-emoji")) from None
        except FeatureError as error:
            raise Refused("phrase", error.text(filled.state.locale)) from None
        return lambda s: altered(s, house_rules=with_fixed(s.house_rules, reaction))

    return read


def _words(press: Press, settings: ServerSettings, zone: str | None) -> _Drawn:
    del settings, zone
    words = text(press.locale, "house-rules-form-words")
    return "house-rules-words", [
        _line(press.locale, "house-rules-form-own", "emoji", "", kit.MOST),
        field("words", words, typing("words", lines=True), optional=True),
    ]


def _read_words(filled: Filled) -> Change:
    found = _emojis(filled, filled.line("emoji")).customs
    if not found:
        raise Refused("emoji", text(filled.state.locale, "slack-home-not-own"))
    custom, words = found[0].id, read_words(filled.line("words"))
    return lambda s: altered(s, custom_emojis=with_words(s.custom_emojis, custom, words))


def _line(locale: Locale, label: str, name: str, value: str, longest: int) -> Block:
    return field(name, text(locale, label), typing(name, value, longest=longest))


def _emojis(filled: Filled, typed: str) -> Typed:
    own = filled.around.services.emojis
    return read_emojis(with_standard(typed, own.standard), own.current)


def _refuse_unknown(filled: Filled, typed: Typed) -> None:
    if typed.unknown:
        pieces = ", ".join(piece[:_LENGTH] for piece in typed.unknown[:_NAMED])
        said = text(filled.state.locale, "house-rules-unknown", pieces=pieces)
        raise Refused("emojis", said)


_TITLE: Final = "house-rules-form-fixed"
FORMS: Final[Mapping[str, Callable[[Press, ServerSettings, str | None], _Drawn]]] = {
    "hours": _hours,
    "edit-forbidden": _forbidden,
    "add-phrase": _phrase,
    "add-person": _person,
    "add-every": _every,
    "words": _words,
}
_READERS: Final[Mapping[str, Callable[[Filled], Change]]] = {
    "hours": _read_hours,
    "edit-forbidden": _read_forbidden,
    "add-phrase": _read_fixed(Trigger.PHRASE),
    "add-person": _read_fixed(Trigger.PERSON),
    "add-every": _read_fixed(Trigger.EVERY),
    "words": _read_words,
}
