"""/autoreact, as managers of a loopback server see and press it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import time
from pathlib import Path

import pytest

from bot.localisation import LOCALES, Locale, text
from bot.store import engine
from bot.store.face import Store
from bot.store.records import (
    DISCORD,
    EVERYWHERE,
    AutoReact,
    Floor,
    QuietHours,
    ServerKey,
    ServerSettings,
    channel_scope,
)
from tests.bot.platforms.discord.conftest import AT_ONCE, StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.components import walk
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.shown import Shown

MANAGER = "owner"


async def open_panel(server: LoopbackDiscord, author: str = MANAGER) -> Shown:
    asked = await server.slash_command("autoreact", author=author)
    return await asked.answer()


async def press(shown: Shown, *buttons: str) -> Shown:
    """Press one after the other, each on what the one before shows."""
    for button in buttons:
        shown = await (await shown.press(button, author=MANAGER)).answer()
    return shown


async def choose(shown: Shown, select: str, *values: str) -> Shown:
    chosen = await shown.choose(f"panel:autoreact:{select}", values, author=MANAGER)
    return await chosen.answer()


async def tab(shown: Shown, name: str, author: str) -> Shown:
    return await (await shown.press(f"panel:autoreact:tab-{name}:", author=author)).answer()


@pytest.fixture
def short_wait_for_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives up at once."""
    monkeypatch.setattr(engine, "_BUSY", 20)


def key(server: LoopbackDiscord) -> ServerKey:
    return ServerKey(DISCORD, server.guild["id"])


def here(server: LoopbackDiscord) -> str:
    return channel_scope(server.channel["id"])


async def everywhere(server: LoopbackDiscord, store: Store, rules: AutoReact) -> None:
    settings = ServerSettings(auto_react={EVERYWHERE: rules})
    await store.change(key(server), lambda _: settings)


async def rules_here(server: LoopbackDiscord, store: Store) -> AutoReact | None:
    settings = await store.settings(key(server))
    return settings.auto_react.get(here(server))


async def test_a_manager_switches_reactions_on_for_a_channel(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        assert panel.ephemeral
        assert "Off." in panel.text
        panel = await press(panel, "Switch on")

    assert "On." in panel.text
    assert "Switch off" in panel.buttons
    settings = await store.settings(key(server))
    assert settings.auto_react == {here(server): AutoReact(enabled=True)}


async def test_a_press_changes_the_panel_and_adds_no_message(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        changed = await press(panel, "Switch on", "When", "Exceptions", "How often")

    assert changed.id == panel.id


async def test_every_setting_is_kept_and_shown(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        panel = await choose(panel, "floor", "often")
        panel = await choose(panel, "most", "3")
        panel = await choose(panel, "chance", "0.25")
        panel = await press(panel, "When")
        panel = await choose(panel, "channel_cooldown", "Pause in a channel: 5 minutes")
        panel = await choose(panel, "person_cooldown", "Pause for a person: none")
        panel = await press(panel, "Exceptions", "✓ Leave bots alone", "✓ In threads")
        panel = await choose(panel, "roles", "mojibot")
        panel = await choose(panel, "people", "owner", "mojibot")

    rules = await rules_here(server, store)
    assert rules is not None
    assert rules == AutoReact(
        floor=Floor.OFTEN,
        most=3,
        chance=0.25,
        channel_cooldown=300,
        person_cooldown=0,
        ignore_bots=False,
        threads=False,
        ignored_roles=frozenset(role_ids(server, "mojibot")),
        ignored_people=frozenset({server.guild["owner_id"], server.bot["id"]}),
    )
    assert "✗ In threads" in panel.buttons
    defaults = [c["default_values"] for c in walk(panel.components) if c.get("default_values")]
    assert [len(values) for values in defaults] == [1, 2]


async def test_the_steps_that_hold_stand_there_as_chosen(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    await everywhere(server, store, AutoReact(most=2, chance=0.5))
    async with start_bot():
        panel = await open_panel(server)

    options = [option for c in walk(panel.components) for option in c.get("options", ())]
    chosen = [option["value"] for option in options if option.get("default")]
    assert chosen == [here(server), "rarely", "2", "0.5"]


async def test_a_channel_follows_the_whole_server_until_it_gets_rules_of_its_own(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    await everywhere(server, store, AutoReact(enabled=True, most=3))
    async with start_bot():
        panel = await open_panel(server)
        assert "On." in panel.text
        assert "As in the rest of the server" in panel.text
        panel = await press(panel, "Switch off")
        assert await rules_here(server, store) == AutoReact(enabled=False, most=3)
        panel = await press(panel, "As in the rest of the server")

    assert "On." in panel.text
    assert await rules_here(server, store) is None


async def test_rules_for_everywhere_are_set_from_any_channel(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await choose(await open_panel(server), "scope", "Everywhere")
        await press(panel, "Switch on")

    settings = await store.settings(key(server))
    assert settings.auto_react == {EVERYWHERE: AutoReact(enabled=True)}


@pytest.mark.parametrize(
    ("begin", "end", "zone"),
    [
        ("22:30", "07:00", "Europe/Berlin"),
        ("10.30 pm", "7 am", "berlin"),
        ("22h30", "7", "europe/berlin"),
    ],
)
async def test_quiet_hours_are_understood_as_people_write_them(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, begin: str, end: str, zone: str
) -> None:
    async with start_bot():
        panel = await press(await open_panel(server), "When")
        form = await (await panel.press("Set quiet hours", author=MANAGER)).form()
        panel = await (await form.submit({"begin": begin, "end": end, "zone": zone})).answer()
        assert "Quiet from 22:30 to 07:00 (Europe/Berlin)" in panel.text
        rules = await rules_here(server, store)
        panel = await press(panel, "No quiet hours")

    hours = QuietHours(begin=time(22, 30), end=time(7), zone="Europe/Berlin")
    assert rules == AutoReact(quiet_hours=hours)
    assert "There are no quiet hours." in panel.text
    assert await rules_here(server, store) == AutoReact()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"begin": "late"}, "“late” is no time of day; write it like 22:00."),
        ({"begin": "25:00"}, "“25:00” is no time of day; write it like 22:00."),
        ({"begin": "13 pm"}, "“13 pm” is no time of day; write it like 22:00."),
        ({"begin": "7:00", "end": "07.00"}, "Begin and end are the same."),
        ({"zone": "Berln"}, "There is no time zone “Berln”. Did you mean Europe/Berlin?"),
        ({"zone": "../etc/passwd"}, "There is no time zone “../etc/passwd”."),
    ],
)
async def test_quiet_hours_that_make_no_sense_are_explained(
    server: LoopbackDiscord,
    start_bot: StartBot,
    store: Store,
    typed: dict[str, str],
    sentence: str,
) -> None:
    async with start_bot():
        panel = await press(await open_panel(server), "When")
        form = await (await panel.press("Set quiet hours", author=MANAGER)).form()
        answer = await (await form.submit(typed)).answer()

    assert answer.ephemeral
    assert answer.content.startswith(sentence)
    assert await rules_here(server, store) is None


async def test_whoever_does_not_manage_the_server_is_refused_even_where_discord_lets_them(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        with pytest.raises(LookupError):
            await server.slash_command("autoreact", author="ada")
        asked = await server.slash_command("autoreact", author="ada", overridden=True)
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content == "This is for members with the permission “Manage Server”."


async def test_whoever_no_longer_manages_the_server_can_press_nothing(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        server.guild["owner_id"] = server.bot["id"]
        answer = await (await panel.press("Switch on", author=MANAGER)).answer()

    assert answer.content == "This is for members with the permission “Manage Server”."
    assert await rules_here(server, store) is None


async def test_a_panel_outlives_a_restart(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
    async with start_bot():
        await server.gateway.until_connected(times=2)
        await press(panel, "Switch on")

    assert await rules_here(server, store) == AutoReact(enabled=True)


async def test_a_panel_of_another_version_says_that_it_is_asleep(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        rename(panel, "Dry run", "panel:autoreact:something-else:server")
        answer = await (await panel.press("Dry run", author=MANAGER)).answer()

    assert answer.content == "This panel has gone to sleep: please type /autoreact again."


async def test_two_managers_at_once_both_have_their_way(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    administrator(server, "grace")
    async with start_bot():
        panels = await asyncio.gather(open_panel(server), open_panel(server, "grace"))
        pressed = await asyncio.gather(
            panels[0].press("Switch on", author=MANAGER),
            panels[1].choose("panel:autoreact:most", ["3"], author="grace"),
        )
        await asyncio.gather(*(p.answer() for p in pressed))

    assert await rules_here(server, store) == AutoReact(enabled=True, most=3)


async def test_two_managers_who_press_the_same_switch_both_get_what_it_says(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    administrator(server, "grace")
    async with start_bot():
        panels = [await open_panel(server), await open_panel(server, "grace")]
        panels = [await tab(p, "who", a) for p, a in zip(panels, (MANAGER, "grace"), strict=True)]
        await (await panels[0].press("✓ In threads", author=MANAGER)).answer()
        await (await panels[1].press("✓ In threads", author="grace")).answer()

    assert await rules_here(server, store) == AutoReact(threads=False)


@pytest.mark.usefixtures("short_wait_for_locks")
async def test_while_the_store_is_locked_nothing_changes_and_the_panel_says_so(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, tmp_path: Path
) -> None:
    await everywhere(server, store, AutoReact(enabled=True))
    async with start_bot():
        panel = await open_panel(server)
        with closing(sqlite3.connect(tmp_path / "mojibot.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            refused = await (await panel.press("Switch off", author=MANAGER)).answer()
            troubled = await open_panel(server)
            other.execute("ROLLBACK")
        panel = await press(panel, "Switch off")

    assert refused.ephemeral
    assert refused.content == text("en", "answers-not-saved")
    assert "⚠️ Settings cannot be saved just now" in troubled.text
    assert "On." in troubled.text
    assert "Off." in panel.text


async def test_a_slow_panel_is_acknowledged_in_time(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot(patience=AT_ONCE):
        asked = await server.slash_command("autoreact", author=MANAGER)
        panel = await asked.answer()
        changed = await press(panel, "Switch on")

    assert changed.id == panel.id
    assert "On." in changed.text
    assert await rules_here(server, store) == AutoReact(enabled=True)


async def test_without_the_message_content_intent_the_panel_says_so(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        answer = await (await panel.press("Dry run", author=MANAGER)).answer()

    assert "⚠️ This bot may not read messages" in panel.text
    assert answer.content.startswith("This bot may not read messages")


async def test_permissions_that_the_bot_lacks_are_named(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    for role in server.guild["roles"]:
        held = Permission(int(role["permissions"]))
        role["permissions"] = str(int(held & ~Permission.ADD_REACTIONS))
    async with start_bot():
        panel = await open_panel(server)
        wider = await choose(panel, "scope", "Everywhere")

    sentence = "⚠️ The bot lacks permissions there: Add Reactions."
    assert sentence in panel.text
    assert sentence in wider.text


async def test_where_only_the_commands_are_installed_the_panel_says_so(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    del server.world.guilds[server.guild["id"]].members[server.bot["id"]]
    async with start_bot():
        panel = await open_panel(server)

    assert "⚠️ The bot itself is not a member of this server" in panel.text


async def test_a_closed_panel_is_closed(server: LoopbackDiscord, start_bot: StartBot) -> None:
    async with start_bot():
        panel = await press(await open_panel(server), "Close")

    assert panel.text == "Closed; everything is saved."
    assert panel.buttons == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_page_fits_and_speaks_the_managers_language(
    server: LoopbackDiscord, start_bot: StartBot, locale: Locale
) -> None:
    server.speaks(MANAGER, {"en": "en-US", "es": "es-ES"}.get(locale, locale))
    async with start_bot():
        panel = await open_panel(server)
        for page in ("when", "who", "how"):
            label = text(locale, f"autoreact-tab-{page}")
            panel = await press(panel, label)
            assert label in panel.buttons
    assert text(locale, "autoreact-is-off") in panel.text


def role_ids(server: LoopbackDiscord, name: str) -> list[str]:
    return [role["id"] for role in server.guild["roles"] if role["name"] == name]


def bots_role(server: LoopbackDiscord) -> dict[str, object]:
    [role] = [role for role in server.guild["roles"] if role["name"] == "mojibot"]
    return role  # type: ignore[no-any-return]


def administrator(server: LoopbackDiscord, name: str) -> None:
    """Make somebody one, with the bot's own role, which every server here has."""
    guild = server.world.guilds[server.guild["id"]]
    bots_role(server)["permissions"] = str(int(Permission.ADMINISTRATOR))
    server.world.join(guild, server.world.person(name))["roles"].append(bots_role(server)["id"])


def rename(panel: Shown, label: str, custom_id: str) -> None:
    [button] = [c for c in walk(panel.components) if c.get("label") == label]
    button["custom_id"] = custom_id
