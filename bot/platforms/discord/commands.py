"""The commands that Discord knows of, and the buttons and selects that outlive a process."""

from __future__ import annotations

from typing import Any, Final

from discord import app_commands, ui

from bot.platforms.discord.emojify import (
    AddSelect,
    AnswerButton,
    PickSelect,
    emojify,
    emojify_message,
    suggest_emojis,
)
from bot.platforms.discord.model import model
from bot.platforms.discord.panels.commands import autoreact, house_rules
from bot.platforms.discord.panels.routing import PanelItem
from bot.platforms.discord.privacy import not_this, optout, privacy
from bot.platforms.discord.retraining import RetrainButton, retrain

Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu

COMMANDS: Final[tuple[Command, ...]] = (
    emojify,
    emojify_message,
    suggest_emojis,
    model,
    autoreact,
    house_rules,
    privacy,
    optout,
    not_this,
    retrain,
)
# Found by their custom_id, whichever process sent them.
LASTING: Final[tuple[type[ui.DynamicItem[Any]], ...]] = (
    AnswerButton,
    PickSelect,
    AddSelect,
    PanelItem,
    RetrainButton,
)
