"""The pages of the home for auto-reactions: where, how often, when, and for whom not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.features.settings.auto_react_choices import CHOICES, SWITCHES
from bot.features.settings.scopes import effective
from bot.localisation import Locale, text
from bot.platforms.slack.home import kit
from bot.platforms.slack.home.channels import Channels
from bot.platforms.slack.home.kit import Block, actions, button, context, section
from bot.platforms.slack.home.rights import Rights
from bot.platforms.slack.home.state import State
from bot.platforms.slack.markup import mrkdwn
from bot.store.records import EVERYWHERE, AutoReact, QuietHours, ServerSettings, channel_scope

# Threads are the only places of their own that Slack has.
_SWITCHES = tuple(field for field in SWITCHES if field != "forum_posts")


@dataclass(frozen=True, slots=True)
class Panel:
    """What one panel shows, and to whom; ``trouble`` says that nothing can be saved just now.

    ``settings`` are without the private channels that whoever looks may not see.
    """

    locale: Locale
    state: State
    settings: ServerSettings
    rights: Rights
    channels: Channels
    trouble: bool

    @property
    def rules(self) -> AutoReact:
        """The rules that hold in the scope."""
        return effective(self.settings, self.state.scope)


def scopes(settings: ServerSettings, rights: Rights, channels: Channels) -> list[str]:
    """What there is to set for somebody, the first one by default."""
    if not rights.admin:
        return [channel_scope(channel) for channel in sorted(rights.created, key=channels.name)]
    own = [scope for scope in settings.auto_react if scope.startswith("channel:")]
    return [EVERYWHERE, *sorted(own, key=lambda scope: channels.name(channel_of(scope)))]


def switched_on(settings: ServerSettings) -> tuple[str, ...]:
    """The channels that have rules of their own by which the bot reacts."""
    return tuple(
        channel_of(scope)
        for scope, rules in sorted(settings.auto_react.items())
        if scope.startswith("channel:") and rules.enabled
    )


def channel_of(scope: str) -> str:
    """The channel of a scope that is one's."""
    return scope.partition(":")[2]


def where(panel: Panel) -> Iterator[Block]:
    """The channels, for admins; what the pages below set; and whether the bot reacts there."""
    locale, state = panel.locale, panel.state
    if panel.rights.admin:
        yield section(
            f"*{text(locale, 'slack-home-channels')}*",
            kit.channels("channels", state.channels, text(locale, "slack-home-choose-channels")),
        )
    yield section(
        f"*{text(locale, 'slack-home-scope')}*",
        kit.menu("scope", _scopes(panel), chosen=state.scope),
    )
    yield section("\n".join(_state(panel)), _switch(panel))
    for problem in _problems(panel):
        yield context(f"⚠️ {problem}")


def how(panel: Panel) -> Iterator[Block]:
    """How often, and with how many emojis."""
    locale = panel.locale
    buttons = [button("dry-run", text(locale, "autoreact-dry-run"))] if _reads(panel) else []
    if panel.state.scope in panel.settings.auto_react and panel.state.scope != EVERYWHERE:
        buttons.append(button("inherit", text(locale, "slack-home-inherit")))
    yield actions(*_choices(panel), *buttons)


def when(panel: Panel) -> Iterator[Block]:
    """Pauses and quiet hours."""
    locale, hours = panel.locale, panel.rules.quiet_hours
    buttons = [button("hours", text(locale, "autoreact-set-hours"))]
    if hours is not None:
        buttons.append(button("no-hours", text(locale, "autoreact-no-hours")))
    yield actions(*_choices(panel))
    yield section(_hours(locale, hours))
    yield actions(*buttons)


def who(panel: Panel) -> Iterator[Block]:
    """Bots, threads, and people who are left alone."""
    locale, rules = panel.locale, panel.rules
    labels = {field: text(locale, f"autoreact-{field.replace('_', '-')}") for field in _SWITCHES}
    yield actions(
        *(kit.toggle(field, label, on=getattr(rules, field)) for field, label in labels.items())
    )
    people = sorted(person.rpartition(":")[2] for person in rules.ignored_people)
    yield section(
        text(locale, "slack-home-ignored"),
        kit.people("people", people, text(locale, "autoreact-ignored-people")),
    )


def _scopes(panel: Panel) -> list[tuple[str, str]]:
    every = scopes(panel.settings, panel.rights, panel.channels)[: kit.MOST]
    if panel.state.scope not in every:
        every[-1:] = [panel.state.scope]
    return [(scope, _named(panel, scope)) for scope in every]


def _named(panel: Panel, scope: str) -> str:
    if scope == EVERYWHERE:
        return text(panel.locale, "autoreact-everywhere")
    return f"#{panel.channels.name(channel_of(scope))}"


def _state(panel: Panel) -> Iterator[str]:
    locale, scope = panel.locale, panel.state.scope
    yield mrkdwn(text(locale, "autoreact-is-on" if panel.rules.enabled else "autoreact-is-off"))
    if scope not in panel.settings.auto_react and scope != EVERYWHERE:
        yield text(locale, "slack-home-inherited")


def _switch(panel: Panel) -> Block:
    if panel.rules.enabled:
        return button("off", text(panel.locale, "autoreact-switch-off"), style="danger")
    return button("on", text(panel.locale, "autoreact-switch-on"), style="primary")


def _problems(panel: Panel) -> Iterator[str]:
    """What keeps the bot from reacting, or from saving what is set."""
    locale = panel.locale
    if not _reads(panel):
        yield text(locale, "slack-home-no-history")
    if panel.trouble:
        yield text(locale, "autoreact-store-in-trouble")
    on = [panel.state.scope] if panel.state.scope != EVERYWHERE and panel.rules.enabled else []
    wanted = dict.fromkeys([*panel.state.channels, *map(channel_of, on)])
    outside = [channel for channel in wanted if channel not in panel.channels.by_id]
    if outside:
        listed = " ".join(f"<#{channel}>" for channel in outside[:20])
        yield text(locale, "slack-home-invite", channels=listed)


def _reads(panel: Panel) -> bool:
    return panel.channels.may_read


def _choices(panel: Panel) -> Sequence[Block]:
    return [
        kit.menu(
            choice.field,
            [(step, choice.label(panel.locale, step)) for step in choice.steps],
            chosen=choice.value(panel.rules),
            placeholder=choice.label(panel.locale, choice.value(panel.rules)),
        )
        for choice in CHOICES
        if choice.tab == panel.state.tab
    ]


def _hours(locale: Locale, hours: QuietHours | None) -> str:
    if hours is None:
        return text(locale, "autoreact-hours-none")
    return text(
        locale,
        "autoreact-hours",
        begin=f"{hours.begin:%H:%M}",
        end=f"{hours.end:%H:%M}",
        zone=hours.zone,
    )
