"""Slack's markup."""

from __future__ import annotations

import pytest

from bot.platforms.slack.markup import escape, mrkdwn, unescape


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("&lt;", "&amp;lt;"),
    ],
)
def test_what_people_typed_calls_nobody(typed: str, shown: str) -> None:
    assert escape(typed) == shown
    assert unescape(shown) == typed


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("### Title\n🟢 **On.** It **reads**.", "*Title*\n🟢 *On.* It *reads*."),
        ("-# small", "small"),
        ("**a.csv**: 3", "*a.csv*: 3"),
        ("送れません：**更新**か", "送れません：\u200b*更新*\u200bか"),
    ],
)
def test_our_texts_are_written_as_slack_marks_them_up(markdown: str, shown: str) -> None:
    assert mrkdwn(markdown) == shown
