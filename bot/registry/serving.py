"""What a starting bot serves: the active version, and ``MODEL`` where that has changed.

What ``MODEL`` names is activated when it is set or changed, and no more when it is taken away.
Any later activation wins over it until it changes again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.registry.keeping import KEEP
from bot.registry.records import SHIPPED
from bot.registry.registry import Registry
from emojifier.artifact import MANIFEST, folder_digest

log = logging.getLogger(__name__)

# Who activates in the name of the setting.
BY_SETTING: Final = "MODEL"


def take_up(registry: Registry, model: Path | None) -> None:
    """Before serving: register what was put into the registry's folder, and what ``MODEL`` names.

    ``model`` is that folder, None where it is not set. Takes seconds for each new model. Where the
    registry's folder cannot be written, the log says so. Raises ``EmojifierError`` where ``model``
    will not do.
    """
    try:
        for stranger in registry.discover():
            log.warning("%s is no version: %s", registry.path / stranger.name, stranger.reason)
        _follow_setting(registry, model)
    except OSError as error:
        log.warning(
            "%s cannot be written (%s), so no model can be registered or activated there: set "
            "MODELS_DIR to a folder that can",
            registry.path,
            error.strerror or error,
        )


def candidates(registry: Registry, model: Path | None) -> Iterator[str | Path]:
    """What to serve, the best first: ids of versions, or ``MODEL`` itself where that is new.

    Changes nothing.
    """
    active = registry.active()
    if model is not None:
        known = _registered(registry, model)
        if known is None or active is None or known != active.setting:
            yield model
            return
    yield from dict.fromkeys([*((active.id, *active.before) if active else ()), SHIPPED])


def _follow_setting(registry: Registry, model: Path | None) -> None:
    active = registry.active()
    before = active.setting if active else None
    if model is None:
        if active is not None and before is not None:
            if active.by == BY_SETTING and active.id == before:
                registry.activate(SHIPPED, BY_SETTING)
            registry.forget_setting()
        return
    known = _registered(registry, model)
    if known is None or registry.check(known) is not None:
        known = registry.register(model, parent=None, by=BY_SETTING).id
    if known != before:
        registry.activate(known, BY_SETTING, setting=known)
        registry.prune(KEEP)


def _registered(registry: Registry, model: Path) -> str | None:
    """The id under which this very model is registered."""
    if not (model / MANIFEST).is_file():
        return None
    return registry.id_of(folder_digest(model))
