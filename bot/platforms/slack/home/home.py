"""The whole home, from top to bottom, as one person sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.candidates import CustomEmoji
from bot.localisation import text
from bot.platforms.slack.home import auto_react, house_rules, kit
from bot.platforms.slack.home.auto_react import Panel, scopes, switched_on
from bot.platforms.slack.home.channels import ChannelList
from bot.platforms.slack.home.kit import Block, actions, button, context, divider, header
from bot.platforms.slack.home.person import Personal, personal
from bot.platforms.slack.home.rights import Rights
from bot.platforms.slack.home.state import AUTO_REACT_TABS, HOUSE_RULES_TABS, State, Tab
from bot.platforms.slack.model import model_card
from bot.platforms.slack.permissions import is_admin
from bot.platforms.slack.services import SlackServices
from bot.store.records import ServerSettings, channel_scope


@dataclass(frozen=True, slots=True)
class Home:
    """What is shown; ``notice`` is a sentence about what has just been done."""

    personal: Personal
    panel: Panel
    customs: tuple[CustomEmoji, ...]
    notice: str | None = None


async def look(
    services: SlackServices,
    client: AsyncWebClient,
    channel_list: ChannelList,
    user: str,
    state: State,
    notice: str | None = None,
    *,
    careful: bool = False,
) -> Home:
    """The home of a user as it is now; what they may not set is not among it.

    ``careful`` leaves out channels that may be gone, with which Slack takes no home.
    """
    locale = (await services.people.get(client, user)).locale
    channels = await channel_list.get(client)
    settings = await _visible(services, client, channel_list, user)
    admin = await is_admin(services, client, user)
    rights = Rights(admin, frozenset() if admin else channels.created_by(user))
    on = [c for c in switched_on(settings) if not careful or c in channels.by_id]
    state = replace(state, locale=locale, channels=tuple(on[: kit.MOST]))
    if not admin and state.tab not in AUTO_REACT_TABS:
        state = replace(state, tab="how")
    if not rights.may_set(state.scope):
        state = replace(state, scope=next(iter(scopes(settings, rights, channels)), ""))
    return Home(
        personal=Personal(
            locale=locale,
            out=services.store.opted_out(services.person(user)),
            model=await model_card(services, locale),
        ),
        panel=Panel(
            locale=locale,
            state=state,
            settings=settings,
            rights=rights,
            channels=channels,
            trouble=services.store.trouble is not None,
        ),
        customs=services.emojis.current,
        notice=notice,
    )


async def _visible(
    services: SlackServices, client: AsyncWebClient, channel_list: ChannelList, user: str
) -> ServerSettings:
    """What is set, without the private channels that somebody may not even know of."""
    settings = await services.store.settings(services.server)
    channels = await channel_list.get(client)
    hidden = {
        channel_scope(channel.id)
        for channel in channels.by_id.values()
        if channel.private
        and channel_scope(channel.id) in settings.auto_react
        and not await channel_list.may_see(client, user, channel.id)
    }
    seen = {scope: rules for scope, rules in settings.auto_react.items() if scope not in hidden}
    return settings.model_copy(update={"auto_react": seen})


def draw(home: Home) -> Block:
    """The home as ``views.publish`` takes it."""
    return {
        "type": "home",
        "private_metadata": home.panel.state.metadata(),
        "blocks": list(_blocks(home)),
    }


def _blocks(home: Home) -> Iterator[Block]:
    if home.notice is not None:
        yield kit.section(home.notice)
    yield from personal(home.personal)
    panel = home.panel
    if not panel.rights.any:
        return
    locale = panel.locale
    admin = panel.rights.admin
    yield divider()
    yield header(text(locale, "slack-home-auto-react"))
    yield context(text(locale, "slack-home-admin" if admin else "slack-home-creator"))
    yield from auto_react.where(panel)
    yield divider()
    yield actions(*_tabs(home))
    yield from _page(home)


def _tabs(home: Home) -> Iterator[Block]:
    panel = home.panel
    labels: dict[Tab, str] = {tab: f"autoreact-tab-{tab}" for tab in AUTO_REACT_TABS}
    if panel.rights.admin:
        labels |= {tab: f"house-rules-tab-{tab}" for tab in HOUSE_RULES_TABS}
    for tab, label in labels.items():
        is_open = tab == panel.state.tab
        yield button(f"tab-{tab}", text(panel.locale, label), style="primary" if is_open else None)


def _page(home: Home) -> Iterator[Block]:
    panel = home.panel
    match panel.state.tab:
        case "how":
            return auto_react.how(panel)
        case "when":
            return auto_react.when(panel)
        case "who":
            return auto_react.who(panel)
        case "rules":
            return house_rules.rules(panel.locale, panel.settings)
        case "forbidden":
            return house_rules.forbidden(panel.locale, panel.settings, home.customs)
        case "fixed":
            return house_rules.fixed(panel.locale, panel.settings)
        case "own":
            return house_rules.own(panel.locale, panel.settings, home.customs)
