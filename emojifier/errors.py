"""What can go wrong in this package. Every message is one sentence that a person can act on."""


class EmojifierError(Exception):
    """Base of all errors of this package; ``str(error)`` is fit to be shown to a user."""


class UnknownEmoji(EmojifierError):
    """Something that is no emoji of the catalogue, in any spelling."""

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling
        shown = spelling if len(spelling) <= 40 else spelling[:40] + "…"
        super().__init__(f"{shown!r} is not an emoji of the Unicode list that mojibot uses.")


class ModelFolderError(EmojifierError):
    """A model folder that cannot be used: absent, foreign, damaged, or from a newer mojibot."""


class HubError(EmojifierError):
    """The Hugging Face Hub, or the way to it, does not give or take what it is asked to."""


class DeviceUnavailable(EmojifierError):
    """A device that this machine does not have."""

    def __init__(self, device: str) -> None:
        self.device = device
        super().__init__(f"There is no {device} device here: use the device auto or cpu.")


class OutOfDeviceMemory(EmojifierError):
    """A batch did not fit the device's memory; a smaller one may."""

    def __init__(self) -> None:
        super().__init__("The messages together need more memory than the device has.")


class DeviceLost(EmojifierError):
    """The device failed in a way that only a new process mends."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The device that computes has failed ({reason}): restart the program.")


class NotTrainedToTell(EmojifierError):
    """The model was not trained to retell or decorate a sentence."""

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(
            f"{model} was trained to suggest emojis, not to tell with them: use --mode suggest, "
            "or a model whose folder says that it can tell."
        )
