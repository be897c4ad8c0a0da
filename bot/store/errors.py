"""Why something could not be kept."""


class StoreError(Exception):
    """Base of this package's errors; ``str(error)`` is fit to be shown to a user."""


class StoreUnavailable(StoreError):
    """The database is locked, full, read-only or gone; ``reason`` says which, for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("This could not be saved just now, so nothing has changed; try again.")
