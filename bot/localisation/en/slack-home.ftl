slack-home-about = I choose emojis that fit a message: with `/emojify`, with the shortcut *Emojify* on any message, when you mention me or write to me, and by myself in channels where that is switched on. An AI model chooses them.
slack-home-you = You
slack-home-you-in = I may read your messages in channels where reactions are switched on.
slack-home-you-out = I do not look at your messages.
slack-home-forget-title = Delete everything about you?
slack-home-forget-about = Your wish not to be read goes too, and so does every rule that names you.
slack-home-forget-yes = Delete
slack-home-forget-no = Keep it
slack-home-model = The model
slack-home-privacy-title = Privacy
slack-home-privacy =
    • I read what you give me, and messages in channels where an admin or the channel’s creator switched reactions on. I read them to choose emojis, on my operator’s own machine, and forget them at once. While somebody tries the settings out, I remember the last five messages there for a few minutes.
    • No message is kept, and none trains a model.
    • I keep settings, numbers (how many answers on a day, how often an emoji was taken away in a channel), and the ids of people who do not want to be read or for whom there is a rule.
    • You don’t like my reaction to your message? Choose *Not this one* in the message’s menu.
slack-home-auto-react = Auto-reactions and house rules
slack-home-admin = You see this because you administer the workspace.
slack-home-creator = You see this because you created these channels.
slack-home-channels = Channels where I react by myself
slack-home-choose-channels = Choose channels
slack-home-invite = I am not there yet: { $channels }. Type `/invite @mojibot` in the channel.
slack-home-scope = What is set below holds for
slack-home-inherited = As everywhere else. What you change here holds here alone.
slack-home-inherit = As everywhere else
slack-home-ignored = Leave these people alone:
slack-home-no-history = I may not read messages here, so I cannot react by myself: install the app with the manifest for auto-reactions.
slack-home-admins-only = This is for the workspace’s admins and owners, and in a channel for whoever created it.
slack-home-nothing-seen = From now on I remember the last five messages there, for a quarter of an hour. Press again after the next ones.
slack-home-house-rules-about = What may come out in this workspace, in answers and reactions alike.
slack-home-own-about =
    { $count ->
        [one] The workspace has { $count } emoji of its own. I go by its name; you can add words to it.
       *[other] The workspace has { $count } emojis of its own. I go by their names; you can add words to them.
    }
slack-home-own = Use the workspace’s emojis
slack-home-share = At most { $percent }% of the answers are its own
slack-home-not-own = The workspace has no emoji of that name.
slack-home-no-emoji = Please name at least one emoji that is not the workspace’s own.
slack-home-save = Save
slack-home-cancel = Cancel
slack-home-not-taken-away = Slack did not let me take that away just now; please try again.
