"""What the bot would have done with the messages that came in since somebody asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.features.incoming import IncomingMessage
from bot.features.settings.altering import altered
from bot.features.settings.scopes import effective
from bot.localisation import Locale, text
from bot.platforms.slack.home import kit
from bot.platforms.slack.home.kit import Block
from bot.platforms.slack.home.press import Press
from bot.platforms.slack.markup import mrkdwn, plain
from bot.platforms.slack.names import written
from bot.store.records import AutoReact

_QUOTED: Final = 60


async def dry_run(press: Press) -> Block:
    """A line or two a message: the reactions, or why there are none, as if it were switched on.

    From the first look on the bot remembers what comes in there, for a while.
    """
    services, locale = press.around.services, press.locale
    person = services.person(press.user)
    services.watchers.watch(services.server, person, press.state.scope)
    watched = services.watchers.seen(services.server, person)
    around, user = press.around, press.user
    seen = [m for m in watched if await around.channels.may_see(around.client, user, _home(m))]
    if seen:
        settings = await services.store.settings(services.server)
        rules = altered(effective(settings, press.state.scope), enabled=True)
        said = [mrkdwn(text(locale, "autoreact-dry-run-title"))]
        said += [await _line(press, message, rules) for message in seen]
    else:
        said = [text(locale, "slack-home-nothing-seen")]
    return _sheet(locale, said)


def waiting(locale: Locale) -> Block:
    """The sheet while the model works."""
    return _sheet(locale, [text(locale, "slack-working")])


def _sheet(locale: Locale, said: Iterable[str]) -> Block:
    title = text(locale, "autoreact-dry-run")
    return kit.sheet(title, text(locale, "panel-close"), map(kit.section, said))


async def _line(press: Press, message: IncomingMessage, rules: AutoReact) -> str:
    services = press.around.services
    verdict = await services.auto_reactor.dry_run(message, rules, services.emojis.current)
    stamp = message.id.rpartition(":")[2].replace(".", "")
    link = f"{services.workspace.url}archives/{_home(message)}/p{stamp}"
    reason = text(press.locale, f"autoreact-reason-{verdict.reason.replace('_', '-')}")
    emojis = "".join(f"{written(candidate)} " for candidate in verdict.reactions)
    return f"> {plain(message.text, _QUOTED)} <{link}|↗>\n{emojis}{reason}"


def _home(message: IncomingMessage) -> str:
    return message.parent or message.channel
