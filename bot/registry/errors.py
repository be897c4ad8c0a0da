"""Why the registry refuses something."""

from __future__ import annotations

from emojifier.errors import EmojifierError


class RegistryError(EmojifierError):
    """A version that is not there or may not go, a folder that may not come in, a full disk.

    ``str(error)`` is one sentence that says what to do.
    """
