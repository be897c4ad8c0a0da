"""The buttons under an answer: pressed by the asker, by others, twice, and after a restart."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import pytest

from bot.localisation import text as sentence
from tests.bot.fakes import FakeLoader, FakeModel, Gate
from tests.bot.platforms.discord.conftest import AT_ONCE, DIRECTLY, StartBot
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import Place
from tests.loopback.discord.shown import Shown

RANKING: Final = ("🎉", "🐶", "🍕", "🚀", "🎈", "🌈", "🔥")
BUTTONS: Final = ["Reroll", "Pick", "Why?", "Delete"]


def ranking() -> FakeLoader:
    """A model that knows seven emojis for everything: three pages of three."""
    return FakeLoader(FakeModel(emojis=RANKING))


async def emojify(server: LoopbackDiscord, text: str = "we won", **options: object) -> Shown:
    """What ada sees after she typed /emojify."""
    place = options.pop("place", Place.GUILD)
    assert isinstance(place, Place)
    asked = await server.slash_command("emojify", {"text": text, **options}, place=place)
    return await asked.answer()


def emojis(shown: Shown) -> str:
    """The line of an answer that shows the emojis large."""
    [line] = [line for line in shown.content.splitlines() if line.startswith("# ")]
    return line.removeprefix("# ")


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("private", [False, True])
async def test_reroll_shows_the_next_emojis_down_the_ranking(
    server: LoopbackDiscord, start_bot: StartBot, place: Place, private: bool
) -> None:
    async with start_bot(ranking()):
        first = await emojify(server, place=place, private=private)
        second = await (await first.press("Reroll")).answer()
        third = await (await second.press("Reroll")).answer()

    assert [emojis(page) for page in (first, second, third)] == ["🎉 🐶 🍕", "🚀 🎈 🌈", "🔥"]
    assert {page.id for page in (second, third)} == {first.id}
    assert {page.ephemeral for page in (first, second, third)} == {private}
    assert third.buttons == BUTTONS


async def test_reroll_beyond_the_last_page_begins_again(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server)
        for _ in range(3):
            shown = await (await shown.press("Reroll")).answer()

    assert emojis(shown) == "🎉 🐶 🍕"


async def test_reroll_keeps_how_many_emojis_were_asked_for(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(ranking()):
        first = await emojify(server, count=2)
        second = await (await first.press("Reroll")).answer()

    assert (emojis(first), emojis(second)) == ("🎉 🐶", "🍕 🚀")


async def test_there_is_nothing_to_reroll_where_one_page_shows_them_all(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot():
        shown = await emojify(server)

    assert shown.buttons == ["Pick", "Why?", "Delete"]


@pytest.mark.parametrize(
    "text", ["one\n> two\n# 🍕", "_a_ \\*b\\* <:rain:1300000000000000001>", "x" * 900]
)
async def test_the_buttons_ask_the_model_for_what_was_typed(
    server: LoopbackDiscord, start_bot: StartBot, text: str
) -> None:
    model = FakeModel(emojis=RANKING)
    async with start_bot(FakeLoader(model)):
        shown = await emojify(server, text)
        again = await (await shown.press("Reroll")).answer()

    asked, rerolled = (call.texts[0] for call in model.calls)
    assert asked == text
    assert rerolled == (text if len(text) <= 300 else f"{text[:299]}…")
    assert again.content.split("\n# 🚀")[0] == shown.content.split("\n# 🎉")[0]


async def test_the_buttons_work_after_a_restart(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(ranking()):
        first = await emojify(server)
        opened = await (await first.press("Pick")).answer()
    async with start_bot(ranking()):
        await server.gateway.until_connected(2)
        second = await (await first.press("Reroll")).answer()
        posted = await (await opened.choose("Choose an emoji", ["🐶"])).answer()

    assert emojis(second) == "🚀 🎈 🌈"
    assert posted.content == "# 🐶"


@pytest.mark.parametrize("button", BUTTONS)
async def test_others_cannot_press(
    server: LoopbackDiscord, start_bot: StartBot, button: str
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server)
        pressed = await shown.press(button, author="grace")
        told = await pressed.answer()

    assert told.content == sentence("en", "emojify-not-yours")
    assert told.ephemeral
    assert pressed.shown == [told]


async def test_two_people_press_reroll_at_once(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server)
        hers, theirs = await asyncio.gather(
            shown.press("Reroll"), shown.press("Reroll", author="grace")
        )
        turned, told = await asyncio.gather(hers.answer(), theirs.answer())

    assert emojis(turned) == "🚀 🎈 🌈"
    assert told.content == sentence("en", "emojify-not-yours")


async def test_pressing_reroll_twice_quickly_turns_one_page(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate()
    async with start_bot(FakeLoader(FakeModel(emojis=RANKING, gate=gate)), patience=DIRECTLY):
        shown = await emojify(server)
        gate.close()
        once, twice = [await shown.press("Reroll") for _ in range(2)]
        gate.open()
        pages = [await once.answer(), await twice.answer()]

    assert [emojis(page) for page in pages] == ["🚀 🎈 🌈"] * 2


async def test_a_slow_reroll_is_acknowledged_and_then_changes_the_answer(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    gate = Gate()
    async with start_bot(FakeLoader(FakeModel(emojis=RANKING, gate=gate)), patience=AT_ONCE):
        shown = await emojify(server)
        gate.close()
        pressed = await shown.press("Reroll")
        await pressed.until_acknowledged()
        assert pressed.shown == []
        gate.open()
        again = await pressed.answer()

    assert (again.id, emojis(again)) == (shown.id, "🚀 🎈 🌈")


@pytest.mark.parametrize("patience", [DIRECTLY, AT_ONCE])
async def test_a_reroll_of_an_answer_that_was_deleted_meanwhile_ends_in_a_sentence(
    server: LoopbackDiscord, start_bot: StartBot, patience: float
) -> None:
    gate = Gate()
    async with start_bot(FakeLoader(FakeModel(emojis=RANKING, gate=gate)), patience=patience):
        shown = await emojify(server)
        gate.close()
        pressed = await shown.press("Reroll")
        if patience == AT_ONCE:
            await pressed.until_acknowledged()
        server.messages.delete(shown.id)
        gate.open()
        told = await pressed.answer()

    assert told.content == sentence("en", "answers-message-gone")
    assert told.ephemeral


async def test_an_answer_that_fails_leaves_the_old_one_and_says_why(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    model = FakeModel(emojis=RANKING)
    async with start_bot(FakeLoader(model)):
        shown = await emojify(server)
        model.error = RuntimeError("out of order")
        pressed = await shown.press("Reroll")
        told = await pressed.answer()

    assert told.content == sentence("en", "answers-model-failed")
    assert told.ephemeral
    assert emojis(shown) == "🎉 🐶 🍕"
    assert server.messages.get(shown.id).json["content"] == shown.content


@pytest.mark.parametrize("private", [False, True])
async def test_pick_posts_just_the_one_that_is_chosen(
    server: LoopbackDiscord, start_bot: StartBot, private: bool
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server, private=private)
        opened = await (await shown.press("Pick")).answer()
        posted = await (await opened.choose("Choose an emoji", ["rocket"])).answer()
        deleted = await posted.press("Delete")
        await deleted.until_acknowledged()

    assert opened.ephemeral
    assert not posted.ephemeral
    assert posted.content == "# 🚀"
    assert posted.pings == ()


async def test_why_tells_the_asker_alone_how_the_emojis_were_chosen(
    server: LoopbackDiscord, start_bot: StartBot
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server)
        why = await (await shown.press("Why?")).answer()

    assert why.ephemeral
    assert why.content.splitlines()[1:3] == [
        "`▇▇▁▁▁  50%` 🎉 party popper",
        "`▇▁▁▁▁  25%` 🐶 dog face",
    ]
    assert why.content.splitlines()[-2:] == [
        "Better no reaction at all: 12%",
        "-# Chosen by fake 0.1.0 (3f9a…)",
    ]


@pytest.mark.parametrize("private", [False, True])
async def test_delete_takes_the_answer_away_even_if_pressed_twice(
    server: LoopbackDiscord, start_bot: StartBot, caplog: pytest.LogCaptureFixture, private: bool
) -> None:
    async with start_bot(ranking()):
        shown = await emojify(server, private=private)
        presses = await asyncio.gather(shown.press("Delete"), shown.press("Delete"))
        for pressed in presses:
            await pressed.until_acknowledged()
        asked = await server.slash_command("emojify", {"text": "so that all is done"})
        await asked.answer()

    assert shown.id not in server.messages
    assert [r.msg for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_what_was_quoted_and_who_pressed_stay_out_of_the_log(
    server: LoopbackDiscord, start_bot: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with start_bot(ranking()):
        shown = await emojify(server, "a private thing")
        await (await shown.press("Reroll")).answer()

    commands = [vars(r)["command"] for r in caplog.records if r.msg == "answered"]
    assert commands == ["emojify", "emojify:reroll"]
    assert "a private thing" not in " ".join(str(vars(record)) for record in caplog.records)
