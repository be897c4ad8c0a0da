"""Payloads of messages and forms -> HTML that looks like Discord's dark client."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docs.pictures.markdown import Name, rendered

Json = Mapping[str, Any]

_EPHEMERAL: Final = 1 << 6
_STYLES: Final = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary"}
_ROW, _BUTTON, _STRING, _INPUT, _SECTION = 1, 2, 3, 4, 9
_TEXT, _SEPARATOR, _CONTAINER, _LABEL = 10, 14, 17, 18
_AVATAR: Final = Path(__file__).parents[2] / "bot" / "web" / "static" / "favicon.svg"
_COLOURS: Final = ("#eb459e", "#57a55a", "#d39c3f", "#5865f2", "#c2554d", "#3f9fb0")
PAGE: Final = """<!doctype html><meta charset="utf-8"><style>
@font-face { font-family: Emoji; src: local('Noto Color Emoji');
             unicode-range: U+200D, U+20E3, U+2600-27BF, U+2B00-2BFF, U+FE0F, U+1F000-1FAFF }
body { margin: 0; padding: 16px 20px 20px; background: #313338; color: #dbdee1;
       font: 15px/1.4 Emoji, 'DejaVu Sans', 'Noto Sans CJK JP', sans-serif }
.message { display: flex; gap: 14px; padding: 7px 10px; border-radius: 4px }
.private { background: #393c57 }
.avatar { width: 40px; height: 40px; flex: none; border-radius: 50%; color: #fff;
          text-align: center; font: 600 18px/40px 'DejaVu Sans'; overflow: hidden }
.body { flex: 1; min-width: 0; overflow-wrap: anywhere }
.name { color: #f2f3f5; font-weight: 600 }
.app { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px; padding: 1px 4px;
       vertical-align: 2px }
.time, .sub, .only { color: #949ba4; font-size: 12px }
.used { color: #949ba4; font-size: 13px; margin: 0 0 2px 54px }
.h1 { font-size: 30px; font-weight: 700; line-height: 1.35 } .h2 { font-size: 21px }
.h3 { font-size: 17px } .h2, .h3 { font-weight: 700; color: #f2f3f5; margin: 4px 0 }
.quote { border-left: 4px solid #4e5058; padding-left: 10px; margin: 2px 0 }
.bullet { padding-left: 18px; text-indent: -14px }
.mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px }
.custom { background: #6d8be0; color: #fff; border-radius: 9px; padding: 0 7px; font-size: 11px }
a { color: #00a8fc } code, pre { background: #2b2d31; border-radius: 4px; padding: 2px 5px }
pre { margin: 4px 0; padding: 8px 10px; font: 14px/1.5 Emoji, 'DejaVu Sans Mono' }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 }
.button { border-radius: 8px; padding: 6px 14px; color: #fff; font-weight: 500; font-size: 14px }
.primary { background: #5865f2 } .secondary { background: #4e5058 }
.success { background: #248046 } .danger { background: #da373c } .disabled { opacity: .5 }
.select, .input { flex: 1; background: #1e1f22; border-radius: 8px; padding: 8px 12px;
                  color: #949ba4; font-size: 14px }
.select::after { content: '⌄'; float: right } .chosen { color: #dbdee1 }
.option { padding: 6px 12px; color: #dbdee1 }
.open { background: #2b2d31; border-radius: 8px; margin: -4px 0 8px; border: 1px solid #1e1f22 }
.open .sub { margin-left: 6px }
.container { background: #2b2d31; border: 1px solid #3f4147; border-radius: 8px;
             padding: 10px 14px; margin: 4px 0; max-width: 560px }
.section { display: flex; gap: 14px; align-items: center; justify-content: space-between }
hr { border: 0; border-top: 1px solid #43454b; margin: 10px 0 } .gap { height: 8px }
.reactions { display: flex; gap: 5px; margin-top: 4px }
.reaction { background: #2b2d31; border: 1px solid #2b2d31; border-radius: 8px;
            padding: 2px 7px; font-size: 14px }
.own { background: #373a53; border-color: #5865f2 }
.picture { max-width: 480px; border-radius: 8px; margin: 6px 0; display: block }
.form { background: #37393e; border-radius: 10px; padding: 18px 20px; width: 420px }
.form .title { color: #f2f3f5; font-weight: 700; font-size: 18px; margin-bottom: 12px }
.label { font-weight: 600; font-size: 14px; margin: 10px 0 5px; color: #dbdee1 }
.end { display: flex; justify-content: flex-end; gap: 8px; margin-top: 16px }
</style>"""


def message(
    json: Json,
    name: Name,
    *,
    used: str = "",
    opened: bool = False,
    pictures: Mapping[str, bytes] | None = None,
) -> str:
    """A message; ``used`` is the line above it, ``opened`` unfolds its first select.

    ``pictures`` are PNGs by their attachment's id.
    """
    author, private = json["author"], bool(json["flags"] & _EPHEMERAL)
    above = f'<div class="used">{rendered(used, name)}</div>' if used else ""
    app = ' <span class="app">APP</span>' if author.get("bot") else ""
    only = '<div class="only">Only you can see this · <a>Dismiss message</a></div>'
    return (
        f'{above}<div class="message{" private" if private else ""}">{_avatar(author)}'
        f'<div class="body"><span class="name">{html.escape(_called(author))}</span>{app}'
        f' <span class="time">Today at {json["timestamp"][11:16]}</span>'
        f"{rendered(json['content'], name) if json['content'] else ''}"
        f"{''.join(map(_picture, (pictures or {}).values()))}"
        f"{_components(json['components'], name, opened=opened)}"
        f"{_reactions(json.get('reactions') or ())}{only if private else ''}</div></div>"
    )


def _picture(png: bytes) -> str:
    encoded = base64.b64encode(png).decode()
    return f'<img class="picture" src="data:image/png;base64,{encoded}">'


def form(data: Json) -> str:
    """A modal."""
    fields = "".join(map(_field, data["components"]))
    buttons = '<span class="button secondary">Cancel</span><span class="button primary">Submit'
    return (
        f'<div class="form"><div class="title">{html.escape(data["title"])}</div>{fields}'
        f'<div class="end">{buttons}</span></div></div>'
    )


def _called(author: Json) -> str:
    return author["username"] if author.get("bot") else str(author["global_name"])


def _avatar(author: Json) -> str:
    if author.get("bot"):
        return f'<div class="avatar">{_AVATAR.read_text("utf-8")}</div>'
    initial = author["username"][0]
    colour = _COLOURS[sum(map(ord, author["username"])) % len(_COLOURS)]
    return f'<div class="avatar" style="background:{colour}">{initial.upper()}</div>'


def _reactions(reactions: Sequence[Json]) -> str:
    if not reactions:
        return ""
    chips = [
        f'<span class="reaction{" own" if reaction["me"] else ""}">'
        f"{reaction['emoji']['name']} {reaction['count']}</span>"
        for reaction in reactions
    ]
    return f'<div class="reactions">{"".join(chips)}</div>'


def _components(components: Sequence[Json], name: Name, *, opened: bool = False) -> str:
    return "".join(_component(component, name, opened=opened) for component in components)


def _component(component: Json, name: Name, *, opened: bool = False) -> str:
    match component["type"]:
        case 1:
            return f'<div class="row">{_components(component["components"], name)}</div>' + (
                _unfolded(component["components"][0]) if opened else ""
            )
        case 2:
            return _button(component)
        case 9:
            texts = _components(component["components"], name)
            return f'<div class="section"><div>{texts}</div>{_button(component["accessory"])}</div>'
        case 10:
            return rendered(component["content"], name)
        case 14:
            return "<hr>" if component["divider"] else '<div class="gap"></div>'
        case 17:
            inner = _components(component["components"], name, opened=opened)
            return f'<div class="container">{inner}</div>'
        case _:
            return _select(component, name)


def _button(button: Json) -> str:
    emoji = f"{button['emoji']['name']} " if button.get("emoji") else ""
    disabled = " disabled" if button.get("disabled") else ""
    arrow = " ↗" if button.get("url") else ""
    label = html.escape(button.get("label") or "")
    return f'<span class="button {_STYLES[button["style"]]}{disabled}">{emoji}{label}{arrow}</span>'


def _select(select: Json, name: Name) -> str:
    chosen = [o["label"] for o in select.get("options", ()) if o.get("default")]
    chosen += [name(value["id"]) for value in select.get("default_values", ())]
    shown = html.escape(", ".join(chosen) or select.get("placeholder") or "Make a selection")
    return f'<div class="select{" chosen" if chosen else ""}">{shown}</div>'


def _unfolded(select: Json) -> str:
    options = [
        f'<div class="option">{(o.get("emoji") or {}).get("name", "")} {html.escape(o["label"])}'
        f'<span class="sub">{html.escape(o.get("description") or "")}</span></div>'
        for o in select.get("options", ())[:5]
    ]
    return f'<div class="open">{"".join(options)}</div>' if options else ""


def _field(field: Json) -> str:
    inner = field["component"] if field["type"] == _LABEL else field["components"][0]
    label = field["label"] if field["type"] == _LABEL else inner.get("label", "")
    if inner["type"] == _INPUT:
        text = inner.get("value") or inner.get("placeholder") or ""
        style = "input chosen" if inner.get("value") else "input"
        drawn = f'<div class="{style}">{html.escape(text) or "&nbsp;"}</div>'
    else:
        drawn = _select(inner, lambda identifier: identifier)
    return f'<div class="label">{html.escape(label)}</div>{drawn}'
