"""/autoreact for categories, other channels and threads, and what stays in memory."""

from __future__ import annotations

import gc

from discord.ui.view import ViewStore

from bot.store.face import Store
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    AutoReact,
    ServerKey,
    ServerSettings,
    category_scope,
    channel_scope,
)
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.objects import CATEGORY, Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.shown import Shown

MANAGER = "owner"


async def open_panel(server: LoopbackDiscord, channel: Json | None = None) -> Shown:
    asked = await server.slash_command("autoreact", author=MANAGER, channel=channel)
    return await asked.answer()


async def press(shown: Shown, button: str) -> Shown:
    return await (await shown.press(button, author=MANAGER)).answer()


async def choose(shown: Shown, select: str, value: str) -> Shown:
    chosen = await shown.choose(f"panel:autoreact:{select}", [value], author=MANAGER)
    return await chosen.answer()


async def set_rules(server: LoopbackDiscord, store: Store, rules: dict[str, AutoReact]) -> None:
    settings = ServerSettings(auto_react=rules)
    await store.change(ServerKey(DISCORD, server.guild["id"]), lambda _: settings)


async def scopes(server: LoopbackDiscord, store: Store) -> dict[str, AutoReact]:
    settings = await store.settings(ServerKey(DISCORD, server.guild["id"]))
    return dict(settings.auto_react)


async def test_a_category_is_set_from_one_of_its_channels(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        fun = await server.guilds.channel("fun", kind=CATEGORY)
        jokes = await server.guilds.channel("jokes", category=fun)
        panel = await choose(
            await open_panel(server, jokes), "scope", "The category of this channel"
        )
        panel = await press(panel, "Switch on")
        assert "⚠️ The bot lacks" not in panel.text
        again = await open_panel(server, jokes)

    assert await scopes(server, store) == {category_scope(fun["id"]): AutoReact(enabled=True)}
    assert "On." in again.text
    assert "As in the rest of the server" in again.text


async def test_another_channel_and_another_category_are_chosen_from_anywhere(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        fun = await server.guilds.channel("fun", kind=CATEGORY)
        memes = await server.guilds.channel("memes")
        panel = await open_panel(server)
        panel = await press(await choose(panel, "elsewhere", "memes"), "Switch on")
        assert f"<#{memes['id']}>" in panel.text
        panel = await press(await choose(panel, "elsewhere", "fun"), "Switch on")

    assert await scopes(server, store) == {
        channel_scope(memes["id"]): AutoReact(enabled=True),
        category_scope(fun["id"]): AutoReact(enabled=True),
    }


async def test_in_a_thread_the_panel_is_about_the_channel_that_it_hangs_on(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        thread = await server.guilds.thread(server.channel, "aside", "ada")
        await press(await open_panel(server, thread), "Switch on")

    assert await scopes(server, store) == {
        channel_scope(server.channel["id"]): AutoReact(enabled=True)
    }


async def test_a_channel_takes_its_categorys_rules_over_when_it_gets_its_own(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        fun = await server.guilds.channel("fun", kind=CATEGORY)
        jokes = await server.guilds.channel("jokes", category=fun)
        category = category_scope(fun["id"])
        await set_rules(
            server, store, {EVERYWHERE: AutoReact(), category: AutoReact(enabled=True, most=3)}
        )
        await choose(await open_panel(server, jokes), "floor", "often")

    own = (await scopes(server, store))[channel_scope(jokes["id"])]
    assert (own.enabled, own.most, own.floor) == (True, 3, "often")


async def test_a_channel_that_the_bot_may_not_see_is_named_as_such(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        hidden = await server.guilds.channel("hidden")
        await server.guilds.allow(hidden, "mojibot", deny=Permission.VIEW_CHANNEL)
        panel = await open_panel(server, hidden)

    assert "⚠️ The bot lacks permissions there: View Channels" in panel.text


async def test_panels_leave_nothing_behind_in_memory(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        for button in ("Switch on", "Switch off", "When"):
            await press(await open_panel(server), button)
        stores = [o for o in gc.get_objects() if type(o) is ViewStore]
        kept = [name for s in stores for items in s._views.values() for _, name in items]

    assert stores
    assert [name for name in kept if name.startswith("panel:")] == []
