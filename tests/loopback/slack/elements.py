"""Block Kit's elements and text objects, with the limits of Slack's reference."""

from __future__ import annotations

from typing import Final

from tests.loopback.slack.shapes import (
    Rule,
    Shape,
    among,
    anything,
    boolean,
    many,
    one_of,
    string,
    whole,
)

ID: Final = string(255)


def plain(most: int) -> Rule:
    """A ``plain_text`` object."""
    return one_of({"plain_text": Shape({"text": string(most)}, {"emoji": boolean})})


def either(most: int) -> Rule:
    """A text object, with or without markup."""
    return one_of(
        {
            "plain_text": Shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": Shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


_CONFIRM: Final = Shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": among("primary", "danger")},
)
_OPTION: Final = Shape(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)}
)
_MARKED_OPTION: Final = Shape(
    {"text": either(75), "value": string(150)}, {"description": either(75)}
)
_GROUP: Final = Shape({"label": plain(75), "options": many(_OPTION, 100)})

_ANY: Final[dict[str, Rule]] = {"action_id": ID, "focus_on_load": boolean}
_SELECT: Final[dict[str, Rule]] = _ANY | {"placeholder": plain(150), "confirm": _CONFIRM}
_ONE_ID: Final = string(255)
_IDS: Final = many(_ONE_ID, 100)
_TO_URL: Final[dict[str, Rule]] = {"response_url_enabled": boolean}
_CONVERSATION: Final[dict[str, Rule]] = {
    "default_to_current_conversation": boolean,
    "filter": Shape(
        {},
        {
            "include": many(among("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
}


def _multi(extra: dict[str, Rule]) -> dict[str, Rule]:
    return _SELECT | {"max_selected_items": whole(1, 100)} | extra


_STATIC: Final[dict[str, Rule]] = {
    "options": many(_OPTION, 100),
    "option_groups": many(_GROUP, 100),
}
_TYPED: Final[dict[str, Rule]] = _ANY | {
    "placeholder": plain(150),
    "initial_value": string(3000, 0),
    "dispatch_action_config": Shape({}, {"trigger_actions_on": many(anything, 2)}),
}

BUTTON: Final = Shape(
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": string(3000),
        "value": string(2000),
        "style": among("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
)
_CHECKED: Final = Shape(
    {"options": many(_MARKED_OPTION, 10)},
    _ANY | {"confirm": _CONFIRM, "initial_options": many(_MARKED_OPTION, 10)},
)
_RADIO: Final = Shape(
    {"options": many(_MARKED_OPTION, 10)},
    _ANY | {"confirm": _CONFIRM, "initial_option": _MARKED_OPTION},
)
SELECTS: Final[dict[str, Rule]] = {
    "static_select": Shape({}, _SELECT | _STATIC | {"initial_option": _OPTION}),
    "users_select": Shape({}, _SELECT | {"initial_user": _ONE_ID}),
    "channels_select": Shape({}, _SELECT | _TO_URL | {"initial_channel": _ONE_ID}),
    "conversations_select": Shape(
        {}, _SELECT | _TO_URL | _CONVERSATION | {"initial_conversation": _ONE_ID}
    ),
    "multi_static_select": Shape({}, _multi(_STATIC | {"initial_options": many(_OPTION, 100)})),
    "multi_users_select": Shape({}, _multi({"initial_users": _IDS})),
    "multi_channels_select": Shape({}, _multi({"initial_channels": _IDS})),
    "multi_conversations_select": Shape(
        {}, _multi(_CONVERSATION | {"initial_conversations": _IDS})
    ),
    "radio_buttons": _RADIO,
    "checkboxes": _CHECKED,
    "timepicker": Shape({}, _SELECT | {"initial_time": string(5), "timezone": string(50)}),
    "datepicker": Shape({}, _SELECT | {"initial_date": string(10)}),
}
TYPED: Final[dict[str, Rule]] = {
    "plain_text_input": Shape(
        {},
        _TYPED | {"multiline": boolean, "min_length": whole(0, 3000), "max_length": whole(1, 3000)},
    ),
    "number_input": Shape(
        {"is_decimal_allowed": boolean},
        _TYPED | {"min_value": string(30), "max_value": string(30)},
    ),
    "email_text_input": Shape({}, _TYPED),
    "url_text_input": Shape({}, _TYPED),
}
FILE_INPUT: Final = Shape(
    {}, {"action_id": ID, "filetypes": many(string(20), 50), "max_files": whole(1, 10)}
)
IMAGE: Final = Shape(
    {"alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}
)
_OVERFLOW: Final = Shape({"options": many(_OPTION, 5)}, {"action_id": ID, "confirm": _CONFIRM})

IN_ACTIONS: Final = one_of({"button": BUTTON, "overflow": _OVERFLOW, **SELECTS})
IN_SECTION: Final = one_of({"button": BUTTON, "overflow": _OVERFLOW, "image": IMAGE, **SELECTS})
IN_INPUT: Final = one_of({"file_input": FILE_INPUT, **TYPED, **SELECTS})
IN_CONTEXT: Final = one_of(
    {
        "image": IMAGE,
        "plain_text": Shape({"text": string(2000)}, {"emoji": boolean}),
        "mrkdwn": Shape({"text": string(2000)}, {"verbatim": boolean}),
    }
)
