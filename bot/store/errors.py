"""Why something could not be kept."""


class StoreError(Exception):
    """Base of this package's errors; ``str(error)`` is fit to be shown to a user."""


class StoreUnavailable(StoreError):
    """The database is locked, full, read-only or gone; ``reason`` says which, for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("This could not be saved just now, so nothing has changed; try again.")


class WrongAddress(StoreError):
    """A database address that cannot be used; it may hold a password, so it is not repeated."""

    def __init__(self) -> None:
        super().__init__(
            "The database's address must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        )


class DriverMissing(StoreError):
    """PostgreSQL is asked for where its driver is not installed."""

    def __init__(self) -> None:
        super().__init__("PostgreSQL needs one more package: pip install 'mojibot[postgres]'.")


class DatabaseUnusable(StoreError):
    """The same for an operator: which database, and why."""

    def __init__(self, database: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{database} cannot be used: {reason}.")
