"""The loopback Discord as the unmodified discord.py sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.server import TOKEN


class Form(ui.Modal, title="Your name"):
    name: ui.Label[Any] = ui.Label(text="Name", component=ui.TextInput(custom_id="n"))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.name.component, ui.TextInput)
        await interaction.response.edit_message(view=Panel(f"hello {self.name.component.value}"))


class Panel(ui.LayoutView):
    def __init__(self, words: str) -> None:
        super().__init__()
        button: ui.Button[Any] = ui.Button(label="Name", custom_id="name")
        people: ui.UserSelect[Any] = ui.UserSelect(placeholder="People", max_values=2)
        button.callback = self.open  # type: ignore[method-assign]
        people.callback = self.greet  # type: ignore[method-assign]
        self.people = people
        section: ui.Section[Any] = ui.Section(ui.TextDisplay(words), accessory=button)
        self.add_item(ui.Container(section, ui.Separator(), ui.ActionRow(people)))

    async def open(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Form())

    async def greet(self, interaction: discord.Interaction[Any]) -> None:
        names = [person.display_name for person in self.people.values]
        await interaction.response.send_message(f"hello {', '.join(names)}", ephemeral=True)


@app_commands.command(name="panel", description="Opens it")
async def open_panel(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message(view=Panel("nobody yet"), ephemeral=True)


@app_commands.context_menu(name="Repeat")
async def repeat(interaction: discord.Interaction[Any], message: discord.Message) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send(message.content)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.point_discord_py_here(monkeypatch)
        client = discord.Client(intents=discord.Intents(guilds=True))
        tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
        tree.add_command(open_panel)
        tree.add_command(repeat)
        await client.login(TOKEN)
        await tree.sync()
        running = asyncio.create_task(client.connect())
        await server.gateway.until_connected()
        yield server
        await client.close()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    assert server.recorder.violations == []


async def test_a_panel_opens_a_form_and_shows_what_was_written(server: LoopbackDiscord) -> None:
    asked = await server.slash_command("panel")
    panel = await asked.answer()
    form = await (await panel.press("Name")).form()

    sent = await form.submit({"Name": "Ada"})
    await sent.answer()

    [changed] = asked.shown
    assert changed.text == "hello Ada"
    assert changed.ephemeral


async def test_people_who_are_chosen_arrive_as_members(server: LoopbackDiscord) -> None:
    server.world.join(server.home, server.world.person("grace"))
    asked = await server.slash_command("panel")
    panel = await asked.answer()

    chosen = await panel.choose("People", ["grace"])

    assert (await chosen.answer()).content == "hello Grace"


async def test_a_menu_sees_what_is_written_without_any_intent(server: LoopbackDiscord) -> None:
    asked = await server.slash_command("panel")
    chosen = await (await asked.answer()).choose("People", ["ada"])
    greeting = await chosen.answer()

    repeated = await server.message_command("Repeat", greeting)

    assert (await repeated.answer()).content == "hello Ada"
