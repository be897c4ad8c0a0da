privacy-about =
    ### What this bot reads and keeps
    • It reads what you give it with a command, and messages in channels where the server’s managers switched reactions on. It reads them to choose emojis, on its operator’s own machine, and forgets them at once. While a manager tries the settings out, it remembers the last five messages there for a few minutes.
    • No message is kept, and none trains a model.
    • It keeps settings of servers, numbers (how many answers on a day, how often an emoji was taken away in a channel), and the ids of people who do not want to be read or whom a server set rules for.
privacy-is-out = From now on the bot does not look at what you write, on any server.
privacy-is-in = Welcome back: where reactions are switched on, the bot may react to you again.
privacy-forgotten = Everything that was kept about you is deleted, including your wish not to be read.
privacy-state-out = -# You: the bot does not look at your messages.
privacy-state-in = -# You: the bot may read your messages where reactions are switched on.
privacy-policy = Privacy policy
privacy-opt-out = Do not read me
privacy-opt-in = Read me again
privacy-forget = Delete what is kept about me
privacy-taken-away =
    { $count ->
        [one] Taken away. That emoji will come up less often in this channel.
       *[other] Taken away. These emojis will come up less often in this channel.
    }
privacy-taken-away-once = Taken away. It could not be noted just now that this should come up less often.
privacy-nothing-of-mine = The bot has not reacted to that message.
privacy-not-yours = Only whoever wrote the message, or a moderator, can take its reactions away.
privacy-command = What this bot reads and keeps
privacy-optout-command = Never let this bot look at your messages again
privacy-not-this-one = Not this one
