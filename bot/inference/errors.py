"""Why a request to the model got no answer."""


class InferenceError(Exception):
    """Base of this package's errors; ``str(error)`` is fit to be shown to a user."""


class Overloaded(InferenceError):
    """As many requests wait as may wait."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__("Too many people are asking at once; please try again in a moment.")


class ShuttingDown(InferenceError):
    """The worker takes no more requests."""

    def __init__(self) -> None:
        super().__init__("The bot is just shutting down; please try again in a minute.")


class DeadlineExceeded(InferenceError):
    """The answer did not come in time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__("The model took too long to answer; please try again.")


class ModelUnavailable(InferenceError):
    """The model could not be loaded; ``reason`` says why, for the log and the operator."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__("There is no model just now; the operator finds the reason in the log.")


class CannotTell(InferenceError):
    """The model ``model`` was not trained to retell or decorate."""

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__("This model was trained to suggest emojis, not to tell with them.")


class ModelFailed(InferenceError):
    """The model raised while it computed; the cause is chained and logged."""

    def __init__(self) -> None:
        super().__init__("The model could not answer this one.")


class Unhealthy(InferenceError):
    """The model's device has failed for good; the process ends, so that it can be restarted."""

    def __init__(self) -> None:
        super().__init__("The bot has to restart; please try again in a minute.")
