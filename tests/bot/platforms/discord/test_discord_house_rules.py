"""/house-rules, as managers of a loopback server see and press it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.localisation import LOCALES, Locale, text
from bot.store.face import Store
from bot.store.records import (
    DISCORD,
    CustomEmojiRules,
    FixedReaction,
    HouseRules,
    ServerKey,
    ServerSettings,
    Trigger,
)
from emojifier.catalogue import catalogue
from tests.bot.platforms.discord.conftest import StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.components import walk
from tests.loopback.discord.shown import Shown

MANAGER = "owner"


async def open_panel(server: LoopbackDiscord) -> Shown:
    return await (await server.slash_command("house-rules", author=MANAGER)).answer()


async def open_page(server: LoopbackDiscord, tab: str) -> Shown:
    return await press(await open_panel(server), f"panel:house-rules:tab-{tab}:")


async def press(shown: Shown, button: str) -> Shown:
    return await (await shown.press(button, author=MANAGER)).answer()


async def choose(shown: Shown, select: str, *values: str) -> Shown:
    chosen = await shown.choose(f"panel:house-rules:{select}", values, author=MANAGER)
    return await chosen.answer()


async def fill_in(shown: Shown, button: str, **values: object) -> Shown:
    form = await (await shown.press(button, author=MANAGER)).form()
    return await (await form.submit(values)).answer()


async def settings_of(server: LoopbackDiscord, store: Store) -> ServerSettings:
    return await store.settings(ServerKey(DISCORD, server.guild["id"]))


async def forbid(server: LoopbackDiscord, store: Store, *emojis: str) -> None:
    rules = HouseRules(forbidden=frozenset(emojis))
    settings = ServerSettings(house_rules=rules)
    await store.change(ServerKey(DISCORD, server.guild["id"]), lambda _: settings)


async def fix(server: LoopbackDiscord, store: Store, *fixed: FixedReaction) -> None:
    settings = ServerSettings(house_rules=HouseRules(fixed=fixed))
    await store.change(ServerKey(DISCORD, server.guild["id"]), lambda _: settings)


@pytest.fixture
def own(server: LoopbackDiscord) -> list[dict[str, Any]]:
    """Two emojis that the server's people drew."""
    emojis: list[dict[str, Any]] = [
        {
            "id": server.world.ids.next(),
            "name": name,
            "roles": [],
            "require_colons": True,
            "managed": False,
            "animated": name == "partyCat",
            "available": True,
        }
        for name in ("blobRain", "partyCat")
    ]
    server.guild["emojis"].extend(emojis)
    return emojis


async def test_the_switches_and_wishes_of_a_server_are_kept_and_shown(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_panel(server)
        assert panel.ephemeral
        panel = await press(panel, "✓ Family friendly")
        panel = await press(panel, "✗ Flags")
        panel = await press(panel, "✗ Politics and faith")
        panel = await choose(panel, "skin_tone", "medium-dark")
        panel = await choose(panel, "gender", "woman")
        panel = await choose(panel, "hourly", "At most 60 reactions in an hour")

    assert (await settings_of(server, store)).house_rules == HouseRules(
        family_friendly=False,
        flags=True,
        politics=True,
        skin_tone="medium-dark",
        gender="woman",
        hourly=60,
    )
    options = [option for c in walk(panel.components) for option in c.get("options", ())]
    chosen = [option["value"] for option in options if option.get("default")]
    assert chosen == ["medium-dark", "woman", "60"]


async def test_a_wish_can_be_taken_back(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await choose(await open_panel(server), "hourly", "10")
        await choose(panel, "hourly", "none")

    assert (await settings_of(server, store)).house_rules == HouseRules()


async def test_emojis_are_forbidden_in_any_spelling(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "forbidden")
        panel = await fill_in(panel, "Forbidden emojis", emojis="❤ 👍🏽,:tada: 🖕💩")

    assert (await settings_of(server, store)).house_rules.forbidden == {
        *("❤️", "👍", "🎉", "🖕", "💩")
    }
    assert "⚠️" not in panel.text
    assert "💩" in panel.text


async def test_what_is_no_emoji_is_named_and_the_rest_is_kept(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "forbidden")
        panel = await fill_in(panel, "Forbidden emojis", emojis="💩 poop :nosuchthing: @everyone")

    assert "⚠️ Not an emoji, as far as I know: poop, :nosuchthing:" in panel.text
    assert "@everyone" not in panel.text
    assert (await settings_of(server, store)).house_rules.forbidden == {"💩"}


async def test_the_form_shows_what_is_forbidden_and_what_is_deleted_there_is_allowed_again(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    await forbid(server, store, "💩", "🎉")
    async with start_bot():
        panel = await open_page(server, "forbidden")
        form = await (await panel.press("Forbidden emojis", author=MANAGER)).form()
        [field] = [c for c in walk(form.data["components"]) if c.get("custom_id")]
        assert sorted(field["value"].split()) == sorted(["💩", "🎉"])
        await (await form.submit({"emojis": "🎉"})).answer()

    assert (await settings_of(server, store)).house_rules.forbidden == {"🎉"}


async def test_two_forms_at_once_both_hold(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    await forbid(server, store, "💩", "🎉")
    async with start_bot():
        panel = await open_page(server, "forbidden")
        first = await (await panel.press("Forbidden emojis", author=MANAGER)).form()
        second = await (await panel.press("Forbidden emojis", author=MANAGER)).form()
        sent = [
            await first.submit({"emojis": "💩 🎉 🍕"}),
            await second.submit({"emojis": "💩 🐸"}),
        ]
        await asyncio.gather(*(s.answer() for s in sent))

    assert (await settings_of(server, store)).house_rules.forbidden == {"💩", "🍕", "🐸"}


async def test_more_than_fits_changes_nothing_and_is_told(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    plain = [entry.emoji for entry in catalogue() if len(entry.emoji) == 1]
    await forbid(server, store, *plain[:499])
    async with start_bot():
        panel = await open_page(server, "forbidden")
        answer = await fill_in(panel, "Forbidden emojis", emojis=" ".join(plain[:501]))

    assert answer.content == "That would be more than fits, so nothing has changed."
    assert len((await settings_of(server, store)).house_rules.forbidden) == 499


async def test_whole_groups_are_forbidden_and_allowed_again(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "forbidden")
        panel = await choose(panel, "groups", "Food and drink", "Symbols")
        groups = (await settings_of(server, store)).house_rules.forbidden_groups
        await choose(panel, "groups")

    assert groups == {"Food & Drink", "Symbols"}
    assert (await settings_of(server, store)).house_rules == HouseRules()


async def test_a_phrase_gets_its_fixed_reaction(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "fixed")
        panel = await fill_in(
            panel,
            "For a phrase",
            phrase="good *morning*",
            emojis=":sunny: ☕",
            channels=["general"],
        )

    assert (await settings_of(server, store)).house_rules.fixed == (
        FixedReaction(
            trigger=Trigger.PHRASE,
            phrase="good *morning*",
            channels=frozenset({server.channel["id"]}),
            emojis=("☀️", "☕"),
        ),
    )
    assert r"1. “good \*morning\*”: ☀️ ☕" in panel.text
    assert f"<#{server.channel['id']}>" in panel.text


async def test_a_person_and_every_message_get_theirs_and_one_is_taken_out_again(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    server.world.join(server.world.guilds[server.guild["id"]], server.world.person("ada"))
    async with start_bot():
        panel = await open_page(server, "fixed")
        panel = await fill_in(panel, "For a person", person=["ada"], emojis="👑")
        panel = await fill_in(panel, "For every message", emojis="👍👎")
        both = (await settings_of(server, store)).house_rules.fixed
        panel = await choose(panel, "remove", "1. 👑")

    person = server.world.person("ada")["id"]
    votes = FixedReaction(trigger=Trigger.EVERY, emojis=("👍", "👎"))
    assert both == (FixedReaction(trigger=Trigger.PERSON, person=person, emojis=("👑",)), votes)
    assert (await settings_of(server, store)).house_rules.fixed == (votes,)
    assert panel.pings == ()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phrase": "hi", "emojis": "wave"}, "⚠️ Not an emoji, as far as I know: wave"),
        ({"phrase": "hi", "emojis": " "}, "⚠️ Please name at least one emoji"),
        ({"phrase": "  ", "emojis": "👋"}, "⚠️ Please write the phrase out in words."),
    ],
)
async def test_a_fixed_reaction_that_makes_no_sense_is_explained(
    server: LoopbackDiscord,
    start_bot: StartBot,
    store: Store,
    typed: dict[str, str],
    sentence: str,
) -> None:
    async with start_bot():
        panel = await fill_in(await open_page(server, "fixed"), "For a phrase", **typed)

    assert sentence in panel.text
    assert (await settings_of(server, store)).house_rules.fixed == ()


async def test_a_full_list_of_fixed_reactions_fits_and_offers_no_more(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    fixed = [
        FixedReaction(
            trigger=Trigger.PHRASE,
            phrase=f"{n:02}" + "*" * 98,
            emojis=("🧑‍🤝‍🧑",) * 5,
            channels=frozenset(str(10**18 + n) for n in range(50)),
        )
        for n in range(25)
    ]
    await fix(server, store, *fixed)
    async with start_bot():
        panel = await open_page(server, "fixed")

    assert "For a phrase" not in panel.buttons
    assert "1. “00" in panel.text


async def test_what_is_removed_is_what_the_manager_saw(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    crown, votes, wave = (
        FixedReaction(trigger=Trigger.EVERY, emojis=(emoji,)) for emoji in ("👑", "👍", "👋")
    )
    await fix(server, store, crown, votes, wave)
    async with start_bot():
        panel = await open_page(server, "fixed")
        await fix(server, store, votes, wave)
        await choose(panel, "remove", "2. 👍")

    assert (await settings_of(server, store)).house_rules.fixed == (wave,)


async def test_the_same_fixed_reaction_is_there_once(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "fixed")
        for _ in range(2):
            panel = await fill_in(panel, "For every message", emojis="👍")

    assert len((await settings_of(server, store)).house_rules.fixed) == 1


async def test_the_servers_own_emojis_get_words_a_share_and_a_switch(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, own: list[dict[str, Any]]
) -> None:
    async with start_bot():
        panel = await open_page(server, "own")
        assert "The server has 2 emojis of its own." in panel.text
        panel = await fill_in(
            panel, "Words for an emoji", emoji=":blobRain:", words="drizzle, wet  day,\ndrizzle"
        )
        panel = await choose(panel, "share", "0.5")
        panel = await press(panel, "✓ Use the server’s emojis")

    identifier = own[0]["id"]
    assert (await settings_of(server, store)).custom_emojis == CustomEmojiRules(
        enabled=False, words={identifier: ("drizzle", "wet day")}, share=0.5
    )
    assert f"<:blobRain:{identifier}> drizzle, wet day" in panel.text


async def test_words_are_taken_away_by_an_empty_form(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, own: list[dict[str, Any]]
) -> None:
    markup = f"<a:partyCat:{own[1]['id']}>"
    async with start_bot():
        panel = await open_page(server, "own")
        panel = await fill_in(panel, "Words for an emoji", emoji=markup, words="party")
        assert f"{markup} party" in panel.text
        await fill_in(panel, "Words for an emoji", emoji="partyCat", words="")

    assert (await settings_of(server, store)).custom_emojis == CustomEmojiRules()


async def test_words_for_an_emoji_that_is_not_the_servers_are_refused(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, own: list[dict[str, Any]]
) -> None:
    del own
    async with start_bot():
        panel = await open_page(server, "own")
        panel = await fill_in(panel, "Words for an emoji", emoji=":pepe:", words="sad")

    assert "⚠️ The server has no emoji of that name." in panel.text
    assert (await settings_of(server, store)).custom_emojis == CustomEmojiRules()


async def test_the_servers_own_emojis_are_forbidden_in_the_same_form(
    server: LoopbackDiscord, start_bot: StartBot, store: Store, own: list[dict[str, Any]]
) -> None:
    async with start_bot():
        panel = await open_page(server, "forbidden")
        panel = await fill_in(panel, "Forbidden emojis", emojis="🎉:blobRain: :tada:")
        settings = await settings_of(server, store)
        panel = await fill_in(panel, "Forbidden emojis", emojis="🎉")

    assert settings.custom_emojis.forbidden == {own[0]["id"]}
    assert settings.house_rules.forbidden == {"🎉"}
    assert (await settings_of(server, store)).custom_emojis.forbidden == frozenset()


async def test_whoever_does_not_manage_the_server_is_refused(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        asked = await server.slash_command("house-rules", author="ada", overridden=True)
        answer = await asked.answer()

    assert answer.ephemeral
    assert answer.content == "This is for members with the permission “Manage Server”."


async def test_a_form_filled_in_by_somebody_who_no_longer_manages_the_server_changes_nothing(
    server: LoopbackDiscord, start_bot: StartBot, store: Store
) -> None:
    async with start_bot():
        panel = await open_page(server, "forbidden")
        form = await (await panel.press("Forbidden emojis", author=MANAGER)).form()
        server.guild["owner_id"] = server.bot["id"]
        answer = await (await form.submit({"emojis": "💩"})).answer()

    assert answer.content == "This is for members with the permission “Manage Server”."
    assert (await settings_of(server, store)).house_rules == HouseRules()


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_page_and_form_fits_in_the_managers_language(
    server: LoopbackDiscord, start_bot: StartBot, own: list[dict[str, Any]], locale: Locale
) -> None:
    del own
    server.speaks(MANAGER, {"en": "en-US", "es": "es-ES"}.get(locale, locale))
    forms = [("forbidden", "edit-forbidden"), ("own", "words")]
    forms += [("fixed", f"add-{trigger}") for trigger in Trigger]
    async with start_bot():
        panel = await open_panel(server)
        for tab, button in forms:
            panel = await press(panel, text(locale, f"house-rules-tab-{tab}"))
            opened = await panel.press(f"panel:house-rules:{button}:", author=MANAGER)
            assert len((await opened.form()).title) <= 45
