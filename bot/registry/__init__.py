"""Model versions on disk: registered after checks, activated atomically, rolled back."""

from bot.registry.errors import RegistryError
from bot.registry.records import SHIPPED, Active, Version
from bot.registry.registry import Registry, Stranger

__all__ = ["SHIPPED", "Active", "Registry", "RegistryError", "Stranger", "Version"]
