"""What ``POST /api/suggest`` takes, checked once at the edge."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final, Literal, Self

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bot.web import texts
from bot.web.errors import Refused

# Discord's longest message; the model reads less of it.
MAX_CHARS: Final = 4_000
MAX_TEXTS: Final = 64
MAX_COUNT: Final = 100
# Bytes: 64 texts of 4,000 characters, of up to 4 bytes each, fit.
MAX_BODY: Final = 2**20

Text = Annotated[str, Field(max_length=MAX_CHARS)]


class SuggestRequest(BaseModel):
    """One text, or several that are answered in their order; ``count`` emojis for each.

    ``newest`` is the newest Unicode emoji version that may come out (None: any), ``deadline`` the
    seconds after which nobody waits any more (None: as long as the server waits itself).
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    text: Text | None = None
    texts: Annotated[list[Text], Field(max_length=MAX_TEXTS)] | None = None
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 3
    mode: Literal["suggest", "retell", "decorate"] = "suggest"
    newest: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    deadline: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    priority: Literal["command", "reaction"] = "command"

    @model_validator(mode="after")
    def _either_text_or_texts(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError(texts.ONE_OF_BOTH)
        return self


async def read_suggest_request(request: web.Request) -> SuggestRequest:
    """The request in a body; raises ``Refused`` with a sentence that names the wrong field."""
    # JSON alone: a form of another site can send other types without the browser asking first.
    if request.content_type != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, texts.NOT_JSON)
    try:
        return SuggestRequest.model_validate_json(await request.read())
    except ValidationError as error:
        raise _refusal(error.errors()[0]) from None


def _refusal(error: ErrorDetails) -> Refused:
    too_long = error["type"] in {"string_too_long", "too_long"}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_long else HTTPStatus.BAD_REQUEST
    return Refused(status, _sentence(error))


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "extra_forbidden":
        return texts.UNKNOWN_FIELD
    match error["loc"]:
        case ("text", *_):
            return texts.wrong_text(MAX_CHARS)
        case ("texts", *_):
            return texts.wrong_texts(MAX_TEXTS, MAX_CHARS)
        case ("count", *_):
            return texts.wrong_count(MAX_COUNT)
        case ("mode", *_):
            return texts.WRONG_MODE
        case ("newest", *_):
            return texts.WRONG_NEWEST
        case ("deadline", *_):
            return texts.WRONG_DEADLINE
        case ("priority", *_):
            return texts.WRONG_PRIORITY
    return texts.ONE_OF_BOTH if error["type"] == "value_error" else texts.NOT_AN_OBJECT
