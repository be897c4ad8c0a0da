"""The App Home: people's own choice, and for admins and channels' creators what they set."""

from bot.platforms.slack.home.listening import register

__all__ = ["register"]
