"""``/retrain``: from attached files to a model that answers, for the bot's operators."""

from bot.platforms.discord.retraining.buttons import RetrainButton
from bot.platforms.discord.retraining.command import retrain
from bot.platforms.discord.retraining.desk import Desk

__all__ = ["Desk", "RetrainButton", "retrain"]
