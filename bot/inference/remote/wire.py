"""What goes over the wire (``bot.web.requests`` is the other end), and what is believed of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.inference.errors import ModelUnavailable
from bot.inference.options import Options
from bot.inference.remote.errors import WrongAnswer
from bot.inference.request import Priority
from emojifier.catalogue import catalogue
from emojifier.suggestion import Mode, ModelInfo, ScoredEmoji, Suggestion

# The API takes so many texts at once.
MAX_TEXTS: Final = 64
# Bytes; 64 answers with 100 emojis each, all with long names, take a quarter of it.
MAX_ANSWER: Final = 2**22
# The other modes choose themselves how many emojis there are, up to this.
_MOST_TOLD: Final = 8

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class _Scored(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    emoji: str
    probability: _Share


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    output: str = ""
    emojis: list[_Scored]
    quiet: _Share
    serious: _Share = 0.0
    model: Annotated[str, Field(min_length=1, max_length=200)]


class _Results(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    results: list[_Result]


class _Status(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    status: Literal["loading", "ready", "failed"]


_INFO: Final = TypeAdapter(ModelInfo)


def write_request(
    texts: Sequence[str], options: Options, *, deadline: float, priority: Priority
) -> dict[str, Any]:
    """The JSON object of one request; ``deadline`` is in seconds from when it is sent."""
    asked: dict[str, Any] = {
        "texts": list(texts),
        "count": options.k,
        "mode": options.mode.value,
        "deadline": deadline,
        "priority": priority.name.lower(),
    }
    return asked if options.newest is None else {**asked, "newest": options.newest}


def read_results(body: bytes, texts: int, options: Options) -> list[Suggestion]:
    """The answers to ``texts`` texts in a body; raises ``WrongAnswer`` where they are not such."""
    try:
        results = _Results.model_validate_json(body).results
    except ValidationError as error:
        raise _wrong(error) from None
    if len(results) != texts:
        raise WrongAnswer(f"{len(results)} answers to {texts} texts")
    return [_suggestion(result, options) for result in results]


def read_model(body: bytes) -> ModelInfo | None:
    """The model that a body describes, or None while the server loads it.

    Raises ``ModelUnavailable`` where the server could not load it, and ``WrongAnswer``.
    """
    try:
        match _Status.model_validate_json(body).status:
            case "loading":
                return None
            case "failed":
                raise ModelUnavailable("the model server could not load its model")
        return _INFO.validate_json(body)
    except ValidationError as error:
        raise _wrong(error) from None


def _suggestion(result: _Result, options: Options) -> Suggestion:
    most = options.k if options.mode is Mode.SUGGEST else _MOST_TOLD
    if len(result.emojis) > most:
        raise WrongAnswer(f"{len(result.emojis)} emojis instead of {most}")
    scored = tuple(_scored(one, options.newest) for one in result.emojis)
    decorated = result.output if options.mode is Mode.DECORATE else None
    return Suggestion(scored, result.quiet, result.model, decorated, result.serious)


def _scored(scored: _Scored, newest: float | None) -> ScoredEmoji:
    """Under the catalogue's own name: what is shown to people does not come from outside."""
    if scored.emoji not in catalogue():
        raise WrongAnswer("an emoji that is not in the catalogue")
    entry = catalogue()[scored.emoji]
    if newest is not None and entry.version > newest:
        raise WrongAnswer("an emoji that is newer than asked for")
    return ScoredEmoji(entry.emoji, entry.name, scored.probability)


def _wrong(error: ValidationError) -> WrongAnswer:
    """Where and what kind the first fault is; pydantic's own sentence could repeat the answer."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"])) or "the body"
    return WrongAnswer(f"{first['type']} in {place}")
