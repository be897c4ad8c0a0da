"""A Slack on the loopback interface, for the unmodified slack_sdk and slack_bolt.

People and channels are named; what people do is awaited::

    async with SlackServer() as slack:              # scopes=... or manifest=..., else all
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        handler = AsyncSocketModeHandler(AsyncApp(client=client), slack.app_token)
        slack.world.person("ada", locale="de-DE", is_admin=True)
        slack.world.channel("memes", creator="ada", is_private=True)
        post = await slack.say("ada", "memes", "we won!")       # thread=post, "@mojibot ..."
        await slack.until_reacted(post)                         # ["tada"]; post.reactions
        await slack.tell("ada", "hi")                           # to the bot alone
        await slack.command("ada", "/emojify", "good morning", channel="memes")
        answer = await slack.until_shown("ada", "memes", "Reroll")  # .text .buttons .ephemeral
        await slack.press("ada", "Reroll")                      # label, or action id, or its start
        await slack.message_shortcut("ada", "emojify", post)    # shortcut: without a message
        modal = await slack.until_modal("ada")                  # .title .text .buttons .errors
        await slack.choose("ada", "Pick", "🎉"); await slack.submit("ada", {"Text": "hello"})
        await slack.open_home("ada"); await slack.until_home("ada", "Privacy")
        await slack.life.add_emoji("party-parrot"); await slack.life.uninstall()
        slack.faults.fail("reactions.add", "too_many_reactions", times=2)   # or faults.Cut() ...
        slack.limits.on = True; slack.clock.advance(60)
        slack.sockets.cut(); await slack.sockets.until_opened(2); await slack.redeliver()
        slack.use_http("http://127.0.0.1:3000/slack/events")    # signed requests instead

``slack.recorder.calls`` has every call, ``wait_for`` waits for a condition on them. What no
correct bot does is in ``recorder.violations``, which fails the test unless ``forgive`` empties it.
"""

from tests.loopback.slack.server import SlackServer

__all__ = ["SlackServer"]
