"""``/retrain``: teach the model; for the bot's operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from discord import Attachment, Interaction, app_commands

from bot.features.retraining.desk import Wish
from bot.features.retraining.face import CURRENT, EPOCHS, LEARNING_RATE
from bot.features.retraining.uploads import Attached
from bot.platforms.discord.localisation import localised

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

# Discord's limits for an autocompletion: how many, and how long each may be.
_OFFERED: Final = 25
_LONGEST: Final = 100


@app_commands.command(name="retrain", description=localised("retraining-command"))
@app_commands.describe(
    file1=localised("retraining-option-file"),
    file2=localised("retraining-option-file"),
    file3=localised("retraining-option-file"),
    data=localised("retraining-option-data"),
    base=localised("retraining-option-base"),
    epochs=localised("retraining-option-epochs"),
    learning_rate=localised("retraining-option-rate"),
)
@app_commands.default_permissions(administrator=True)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def retrain(
    interaction: Interaction[MojibotClient],
    file1: Attachment | None = None,
    file2: Attachment | None = None,
    file3: Attachment | None = None,
    data: str | None = None,
    base: str = CURRENT,
    epochs: app_commands.Range[float, 0.1, 100.0] = EPOCHS,
    learning_rate: app_commands.Range[float, 1e-7, 0.1] = LEARNING_RATE,
) -> None:
    """``/retrain``: a preview to the asker alone; nothing starts without a button."""
    files = tuple(
        Attached(file.filename, file.size, file.url)
        for file in (file1, file2, file3)
        if file is not None
    )
    wish = Wish(files, () if data is None else (data,), base, epochs, learning_rate)
    await interaction.client.retraining.asked(interaction, wish)


@retrain.autocomplete("data")
async def _complete_data(
    interaction: Interaction[MojibotClient], typed: str
) -> list[app_commands.Choice[str]]:
    data, _ = interaction.client.retraining.choices()
    return _offered(data, typed)


@retrain.autocomplete("base")
async def _complete_base(
    interaction: Interaction[MojibotClient], typed: str
) -> list[app_commands.Choice[str]]:
    _, bases = interaction.client.retraining.choices()
    return _offered(bases, typed)


def _offered(names: Iterable[str], typed: str) -> list[app_commands.Choice[str]]:
    wanted = typed.casefold()
    found = [n for n in names if wanted in n.casefold() and len(n) <= _LONGEST]
    return [app_commands.Choice(name=name, value=name) for name in found[:_OFFERED]]
