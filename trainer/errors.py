"""What can go wrong in training. Every message is one sentence that a person can act on."""


class TrainerError(Exception):
    """Base of all errors of this package; ``str(error)`` is fit to be shown to a user."""


class DatasetError(TrainerError):
    """A data set that cannot be read, or that holds nothing to learn from."""


class BaseModelError(TrainerError):
    """A base model that is not there or is no GPT-2."""


class OutputError(TrainerError):
    """The model folder cannot be written where it was asked for."""


class TrainingFailed(TrainerError):
    """The training itself broke off, for example with a loss that is not a number."""
