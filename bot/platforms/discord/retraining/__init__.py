"""``/retrain``: from attached files to a model that answers, for the bot's operators."""

from bot.platforms.discord.retraining.buttons import RetrainButton
from bot.platforms.discord.retraining.command import retrain
from bot.platforms.discord.retraining.handling import Retraining

__all__ = ["RetrainButton", "Retraining", "retrain"]
