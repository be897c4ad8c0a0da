"""A Discord on the loopback interface, held to Discord's own OpenAPI description.

``openapi.json.xz`` is that description, version 10, unchanged and compressed; MIT, see LICENSE.

In a test, people are named ("ada"), and what they do is awaited::

    asked = await server.slash_command("emojify", {"text": "hi"}, author="ada")
    answer = await asked.answer()                   # content, text, buttons, ephemeral
    pressed = await answer.press("Reroll")          # a label, an emoji or a custom_id's beginning
    chosen = await answer.choose("Pick", ["🎉"])
    form = await pressed.form()                     # the modal that it opens
    sent = await form.submit({"Phrase": "good morning"})

    server.grant_message_content()                  # before the bot starts
    post = await server.say("we won!", author="ada", channel=channel)
    await server.until_reacted(post)                # post.reactions == {"🎉": ["mojibot"]}
    await server.message_command("Emojify", post)
    await server.life.react(post, "❌", author="ada")
    channel = await server.guilds.channel("memes")  # roles, permissions, emojis, other servers

    server.rest.faults.append(("/@me", errors.missing_permissions()))
    server.rest.limits.set("PUT", template, Limit(1, 0.25))
    server.gateway.cut()

``server.recorder`` has every exchange; its ``violations`` must stay empty.
"""

from tests.loopback.discord.server import LoopbackDiscord

__all__ = ["LoopbackDiscord"]
