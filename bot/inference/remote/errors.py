"""How a model server lets its callers down, beyond what a worker on this machine can do."""

from bot.inference.errors import InferenceError


class Unreachable(InferenceError):
    """No connection, none that lasted until an answer began, or too many failures just now."""

    def __init__(self) -> None:
        super().__init__("The model cannot be reached just now; please try again in a minute.")


class Busy(Exception):
    """The server is there and says when to come back: in ``retry_after`` seconds."""

    def __init__(self, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(f"busy for {retry_after:g} s")


class WrongAnswer(Exception):
    """An answer that says nothing; ``str(error)`` names the fault and repeats none of it."""
