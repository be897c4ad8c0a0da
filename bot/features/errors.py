"""Why a feature has no answer."""


class FeatureError(Exception):
    """Base of this package's errors; ``str(error)`` is fit to be shown to a user."""


class NothingToRead(FeatureError):
    """A message without a word or an emoji: blank, or only links, mentions and code."""

    def __init__(self) -> None:
        super().__init__("There is nothing to read in that: please write a few words.")
