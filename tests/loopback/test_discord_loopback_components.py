"""Buttons, selects and forms on the loopback Discord: its rules, and who can press what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from tests.loopback.discord.components import IS_COMPONENTS_V2
from tests.loopback.discord.objects import EPHEMERAL, Json
from tests.loopback.discord.permissions import Permission
from tests.loopback.discord.raw_bot import COMMAND, RawBot, raw_bot
from tests.loopback.discord.server import Place

AGAIN: Final = {"type": 2, "style": 1, "label": "Again", "custom_id": "again:1"}
DRINKS: Final = {
    "type": 3,
    "custom_id": "drinks",
    "placeholder": "Drinks",
    "options": [{"label": "Tea", "value": "t"}, {"label": "Coffee", "value": "c"}],
}
ASK_NAME: Final = {
    "custom_id": "name",
    "title": "Your name",
    "components": [
        {
            "type": 18,
            "label": "Name",
            "component": {"type": 4, "custom_id": "n", "style": 1, "max_length": 5},
        },
        {"type": 18, "label": "Drink", "component": DRINKS},
    ],
}
MENU: Final = {"name": "Look at it", "type": 3, "contexts": [0, 1, 2]}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def words(content: str) -> Json:
    return {"type": 10, "content": content}


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot


@pytest.mark.parametrize(
    "data",
    [
        {"content": "hi", "components": [row(AGAIN, AGAIN)]},
        {"content": "hi", "components": [row(DRINKS, AGAIN)]},
        {"content": "hi", "components": [row({**AGAIN, "custom_id": "x" * 101})]},
        {"content": "hi", "components": [row({**AGAIN, "label": "x" * 81})]},
        {"content": "hi", "components": [row({**AGAIN, "label": None})]},
        {"content": "hi", "components": [row({**AGAIN, "url": None, "style": 5})]},
        {"content": "hi", "components": [row({**DRINKS, "options": []})]},
        {"content": "hi", "components": [row({**DRINKS, "max_values": 3})]},
        {
            "content": "hi",
            "components": [row({**AGAIN, "custom_id": str(n)}) for n in range(6)],
        },
        {"components": [words("hi")]},
        {"components": [words("hi")], "content": "hi", "flags": IS_COMPONENTS_V2},
        {
            "components": [{"type": 17, "components": [words("hi")] * 40}],
            "flags": IS_COMPONENTS_V2,
        },
        {"components": [words("x" * 2_001)] * 2, "flags": IS_COMPONENTS_V2},
        {"components": [AGAIN], "flags": IS_COMPONENTS_V2},
    ],
)
async def test_components_that_discord_would_not_take_are_refused(bot: RawBot, data: Json) -> None:
    interaction = await bot.asked()

    status, answer = await bot.respond(interaction, {"type": 4, "data": data})

    assert (status, answer["code"]) == (400, 50035)
    assert bot.server.recorder.violations != []
    assert interaction.shown == []


async def test_a_message_with_nothing_in_it_is_refused(bot: RawBot) -> None:
    interaction = await bot.asked()

    status, answer = await bot.respond(interaction, {"type": 4, "data": {"content": ""}})

    assert (status, answer["code"]) == (400, 50006)


async def test_a_panel_is_kept_as_discord_keeps_it(bot: RawBot) -> None:
    container = {
        "type": 17,
        "components": [
            words("# Panel"),
            {"type": 14},
            {"type": 9, "components": [words("On")], "accessory": AGAIN},
            row({"type": 8, "custom_id": "where", "channel_types": [0]}),
        ],
    }
    interaction = await bot.showing([container], flags=IS_COMPONENTS_V2 | EPHEMERAL)

    [panel] = interaction.shown
    assert panel.ephemeral
    assert panel.text == "# Panel\nOn"
    assert panel.buttons == ["Again"]
    assert [c["id"] for c in panel.components[0]["components"]] == [2, 3, 4, 7]
    assert bot.server.recorder.violations == []


async def test_a_press_carries_the_message_as_it_stands(bot: RawBot) -> None:
    asked = await bot.showing([row(AGAIN)], content="first")

    pressed = await asked.shown[0].press("Again", author="grace")

    assert pressed.payload["data"] == {"component_type": 2, "custom_id": "again:1", "id": 2}
    assert pressed.payload["message"]["content"] == "first"
    assert pressed.payload["member"]["user"]["username"] == "grace"
    await bot.respond(pressed, {"type": 7, "data": {"content": "second"}})
    [updated] = asked.shown
    assert (updated.content, updated.buttons) == ("second", ["Again"])
    assert (await pressed.answer()).content == "second"
    assert bot.server.recorder.violations == []


@pytest.mark.parametrize("place", list(Place))
async def test_an_update_can_be_announced_first_wherever_it_is(bot: RawBot, place: Place) -> None:
    await bot.register()
    asked = await bot.server.slash_command("wave", place=place)
    await bot.respond(asked, {"type": 4, "data": {"content": "one", "components": [row(AGAIN)]}})
    pressed = await asked.shown[0].press("again:")

    await bot.respond(pressed, {"type": 6})
    assert pressed.shown == []
    await bot.follow_up(pressed, {"content": "beside it"})
    await bot.original(pressed, "PATCH", {"content": "two", "components": []})

    assert [m.content for m in pressed.shown] == ["beside it", "two"]
    assert asked.shown[0].buttons == []
    assert bot.server.recorder.violations == []


@pytest.mark.parametrize("body", [{"type": 6}, {"type": 7, "data": {"content": "x"}}])
async def test_a_command_has_nothing_to_update(bot: RawBot, body: Json) -> None:
    interaction = await bot.asked()

    status, _ = await bot.respond(interaction, body)

    assert status == 400


async def test_an_update_of_a_deleted_message_finds_nothing(bot: RawBot) -> None:
    asked = await bot.showing([row(AGAIN)], content="first")
    pressed = await asked.shown[0].press("Again")
    await bot.original(asked, "DELETE")

    status, answer = await bot.respond(pressed, {"type": 7, "data": {"content": "second"}})

    assert (status, answer["code"]) == (404, 10008)


async def test_nobody_presses_what_they_cannot_see(bot: RawBot) -> None:
    asked = await bot.showing([row(AGAIN)], content="psst", flags=EPHEMERAL)
    [shown] = asked.shown

    with pytest.raises(LookupError, match="grace does not see"):
        await shown.press("Again", author="grace")
    with pytest.raises(LookupError, match="'Never'"):
        await shown.press("Never")
    await bot.original(asked, "PATCH", {"components": [row({**AGAIN, "disabled": True})]})
    with pytest.raises(LookupError, match="disabled"):
        await shown.press("Again")
    await bot.original(asked, "DELETE")
    with pytest.raises(LookupError, match="gone"):
        await shown.press("Again")


async def test_only_what_a_select_offers_can_be_chosen(bot: RawBot) -> None:
    asked = await bot.showing([row(DRINKS)], content="?")
    [shown] = asked.shown

    chosen = await shown.choose("Drinks", ["Coffee"])

    assert chosen.payload["data"]["values"] == ["c"]
    for wrong in (["Milk"], [], ["t", "c"]):
        with pytest.raises(LookupError):
            await shown.choose("Drinks", wrong)


@pytest.mark.parametrize(
    ("kind", "name", "resolved"),
    [
        (5, "grace", {"users", "members"}),
        (6, "@everyone", {"roles"}),
        (7, "@everyone", {"roles"}),
        (8, "general", {"channels"}),
    ],
)
async def test_people_roles_and_channels_are_chosen_by_name(
    bot: RawBot, kind: int, name: str, resolved: set[str]
) -> None:
    server = bot.server
    server.world.join(server.home, server.world.person("grace"))
    asked = await bot.showing([row({"type": kind, "custom_id": "who"})], content="?")

    chosen = await asked.shown[0].choose("who", [name])

    data = chosen.payload["data"]
    assert set(data["resolved"]) == resolved
    for objects in data["resolved"].values():
        assert list(objects) == data["values"]


async def test_a_form_is_filled_in_and_sent(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.respond(asked, {"type": 9, "data": ASK_NAME})
    form = await asked.form()

    sent = await form.submit({"Name": "Ada", "drinks": ["Tea"]})

    fields = [label["component"] for label in sent.payload["data"]["components"]]
    assert fields[0]["value"] == "Ada"
    assert fields[1]["values"] == ["t"]
    for wrong in ({"Name": "Augusta"}, {"Name": ""}, {"Age": "36"}):
        with pytest.raises(LookupError):
            await form.submit({"drinks": ["Tea"], **wrong})
    status, _ = await bot.respond(sent, {"type": 9, "data": ASK_NAME})
    assert status == 400
    await bot.respond(sent, {"type": 4, "data": {"content": "hello Ada"}})
    assert (await sent.answer()).content == "hello Ada"


async def test_a_form_cannot_be_opened_after_anything_was_said(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.respond(asked, {"type": 5})

    status, answer = await bot.respond(asked, {"type": 9, "data": ASK_NAME})

    assert (status, answer["code"]) == (400, 40060)
    assert asked.modal is None


async def test_a_menu_carries_its_message(bot: RawBot) -> None:
    await bot.register(COMMAND, MENU)
    asked = await bot.server.slash_command("wave")
    await bot.respond(asked, {"type": 4, "data": {"content": "waves"}})
    [shown] = asked.shown

    picked = await bot.server.message_command("Look at it", shown, author="grace")

    assert picked.payload["data"]["target_id"] == shown.id
    assert picked.payload["data"]["resolved"]["messages"][shown.id]["content"] == "waves"
    assert bot.server.recorder.violations == []


@pytest.mark.parametrize("author", ["owner", "ada"])
async def test_a_command_for_managers_is_offered_to_managers(bot: RawBot, author: str) -> None:
    await bot.register({**COMMAND, "default_member_permissions": 1 << 5})

    async def ask(**options: Any) -> int:
        asked = await bot.server.slash_command("wave", author=author, **options)
        return int(asked.payload["member"]["permissions"]) & 1 << 5

    if author == "owner":
        assert await ask()
    else:
        with pytest.raises(LookupError, match="does not see"):
            await ask()
        assert not await ask(overridden=True)


async def test_a_person_has_a_language(bot: RawBot) -> None:
    await bot.register()
    bot.server.speaks("ada", "de")

    asked = await bot.server.slash_command("wave")

    assert asked.payload["locale"] == "de"


@pytest.mark.parametrize("welcome", [True, False])
async def test_a_persons_own_app_speaks_where_the_bot_is_no_member(
    bot: RawBot, *, welcome: bool
) -> None:
    await bot.register()
    guilds = bot.server.guilds
    abroad = await guilds.found("Abroad", invited=False)
    channel = await guilds.channel("there", guild=abroad)
    if not welcome:
        await guilds.allow(channel, "@everyone", deny=Permission.USE_EXTERNAL_APPS)

    asked = await bot.server.slash_command("wave", channel=channel)
    await bot.respond(asked, {"type": 4, "data": {"content": "hello"}})

    assert asked.payload["authorizing_integration_owners"] == {"1": asked.asker["id"]}
    assert not int(asked.payload["app_permissions"]) & Permission.ADD_REACTIONS
    assert (await asked.answer()).ephemeral is not welcome
    assert bot.server.recorder.violations == []
