"""The buttons under an answer, and the select that ``Pick`` opens; they outlive the process."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self

import discord
from discord import ui

from bot.features.candidates import Candidate
from bot.features.emojify import Answer
from bot.localisation import Locale, text
from bot.platforms.discord.answering import Reply
from bot.platforms.discord.emojify import rendering
from bot.platforms.discord.emojify.asking import ask
from bot.platforms.discord.emojify.quoting import unquote
from bot.platforms.discord.emojify.state import CUSTOM_ID, Action, Asking, custom_id, read
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.reacting.spelling import drawn

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Pressed = discord.Interaction[MojibotClient]

_PICKED: Final = re.compile(r"emojify:picked")


def answer_view(answer: Answer, asked: Asking, locale: Locale) -> ui.View:
    """Reroll, Pick, Why and Delete under ``answer``, the page that was ``asked`` for."""
    following = replace(asked, page=asked.page + 1 if answer.more else 0)
    return only(
        AnswerButton(
            Action.REROLL, following, text(locale, "emojify-reroll"), disabled=following == asked
        ),
        AnswerButton(Action.PICK, following, text(locale, "emojify-pick")),
        AnswerButton(Action.WHY, following, text(locale, "emojify-why-button")),
        _delete(asked.asker, locale),
    )


def select_options(ranked: Sequence[Candidate]) -> list[discord.SelectOption]:
    """One option an emoji, best first; its value is the emoji as a message spells it."""
    return [
        discord.SelectOption(
            label=candidate.name[:100], value=rendering.markup(candidate), emoji=drawn(candidate)
        )
        for candidate in ranked
    ]


class AnswerButton(ui.DynamicItem[ui.Button[ui.View]], template=CUSTOM_ID):
    """A button for the asker alone. It works from its own id and from what the message quotes."""

    def __init__(
        self, action: Action, asking: Asking, label: str | None, *, disabled: bool = False
    ) -> None:
        super().__init__(
            ui.Button(label=label, custom_id=custom_id(action, asking), disabled=disabled)
        )
        self._action = action
        self._asking = asking

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        del interaction, item
        return cls(*read(match), label="…")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says, or tell whoever did not ask that it is not theirs."""
        if interaction.user.id == self._asking.asker:
            await _PRESSES[self._action](interaction, self._asking)
        else:
            sentence = text(reader(interaction), "emojify-not-yours")
            await interaction.client.answering.apologise(interaction, sentence)


class PickSelect(ui.DynamicItem[ui.Select[ui.View]], template=_PICKED):
    """The candidates, seen by the asker alone; the one that is chosen is posted for everybody."""

    def __init__(self, options: list[discord.SelectOption], placeholder: str | None = None) -> None:
        super().__init__(
            ui.Select(custom_id=_PICKED.pattern, options=options, placeholder=placeholder)
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The select that was used."""
        del interaction, match
        assert isinstance(item, ui.Select)  # noqa: S101 - its custom_id is a select's
        return cls(item.options)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Post the emoji."""
        view = only(_delete(interaction.user.id, reader(interaction)))

        async def post() -> Reply:
            return Reply(f"# {self.item.values[0]}", view)

        await interaction.client.answering.answer(interaction, post())


def only(*items: ui.Item[Any]) -> ui.View:
    """A view of these items, which listens for nothing: they are found by their ids."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view


def _delete(asker: int, locale: Locale) -> AnswerButton:
    return AnswerButton(Action.DELETE, Asking(asker), text(locale, "emojify-delete"))


async def _again(interaction: Pressed, asking: Asking) -> tuple[str, Answer]:
    """The text that the message quotes, and the answer to it."""
    assert interaction.message is not None  # noqa: S101 - buttons hang on messages
    quoted = unquote(interaction.message.content)
    answer = await ask(
        interaction, quoted, count=asking.count, page=asking.page, style=asking.style
    )
    return quoted, answer


async def _reroll(interaction: Pressed, asking: Asking) -> None:
    locale = reader(interaction)

    async def turn_the_page() -> Reply:
        quoted, answer = await _again(interaction, asking)
        return Reply(
            rendering.content(quoted, answer, asking.style, locale),
            answer_view(answer, asking, locale),
        )

    await interaction.client.answering.update(interaction, turn_the_page())


async def _pick(interaction: Pressed, asking: Asking) -> None:
    locale = reader(interaction)

    async def offer() -> Reply:
        _, answer = await _again(interaction, asking)
        select = PickSelect(select_options(answer.ranked), text(locale, "emojify-pick-one"))
        return Reply(text(locale, "emojify-pick-hint"), only(select))

    await interaction.client.answering.answer(interaction, offer(), ephemeral=True)


async def _why(interaction: Pressed, asking: Asking) -> None:
    async def explain() -> Reply:
        _, answer = await _again(interaction, asking)
        return Reply(rendering.why(answer, reader(interaction)))

    await interaction.client.answering.answer(interaction, explain(), ephemeral=True)


async def _remove(interaction: Pressed, asking: Asking) -> None:
    del asking
    await interaction.client.answering.remove(interaction)


_PRESSES: Final[Mapping[Action, Callable[[Pressed, Asking], Awaitable[None]]]] = {
    Action.REROLL: _reroll,
    Action.PICK: _pick,
    Action.WHY: _why,
    Action.DELETE: _remove,
}
