"""A model that runs elsewhere: the face of inference over another mojibot's HTTP API."""

from bot.inference.remote.client import RemoteInference
from bot.inference.remote.errors import Unreachable

__all__ = ["RemoteInference", "Unreachable"]
