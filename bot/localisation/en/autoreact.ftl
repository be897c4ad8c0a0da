autoreact-title = ### Auto-reactions: { $place }
autoreact-is-on = 🟢 **On.** The bot reads the messages here, and reacts where it is sure.
autoreact-is-off = ⚪ **Off.** The bot does not react here.
autoreact-inherited = -# As in the rest of the server. What you change here holds here alone.
autoreact-everywhere = Everywhere
autoreact-this-channel = This channel: { $name }
autoreact-this-category = The category of this channel
autoreact-chosen-below = The one chosen below
autoreact-elsewhere = Another channel or category
autoreact-switch-on = Switch on
autoreact-switch-off = Switch off
autoreact-dry-run = Dry run
autoreact-inherit = As in the rest of the server
autoreact-tab-how = How often
autoreact-tab-when = When
autoreact-tab-who = Exceptions
autoreact-set-hours = Set quiet hours
autoreact-no-hours = No quiet hours
autoreact-hours-none = There are no quiet hours.
autoreact-hours = Quiet from { $begin } to { $end } ({ $zone })
autoreact-ignore-bots = Leave bots alone
autoreact-threads = In threads
autoreact-forum-posts = In forum posts
autoreact-ignored = Leave these roles and people alone:
autoreact-ignored-roles = Roles
autoreact-ignored-people = People
autoreact-floor-rarely = Rarely: only when very sure
autoreact-floor-sometimes = Sometimes: when sure
autoreact-floor-often = Often: when something fits
autoreact-most-emojis =
    { $count ->
        [one] At most { $count } emoji a message
       *[other] At most { $count } emojis a message
    }
autoreact-chance-percent = To { $percent }% of the messages that it would react to
autoreact-channel-wait = Pause in a channel: { $wait }
autoreact-person-wait = Pause for a person: { $wait }
autoreact-wait-none = none
autoreact-wait-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
autoreact-wait-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
autoreact-wait-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
autoreact-form-title = Quiet hours
autoreact-form-begin = From
autoreact-form-end = To
autoreact-form-zone = Time zone, such as Europe/London
autoreact-no-clock = “{ $typed }” is no time of day; write it like 22:00.
autoreact-same-hours = Begin and end are the same. To keep the bot quiet all day, switch it off.
autoreact-no-zone = There is no time zone “{ $typed }”. Did you mean { $example }?
autoreact-no-message-content = This bot may not read messages (its operator has not switched on the intent “Message Content”), so it cannot react by itself. /emojify works all the same.
autoreact-store-in-trouble = Settings cannot be saved just now; what was last known still holds.
autoreact-not-a-member = The bot itself is not a member of this server, only its commands are here. Add it anew from its profile.
autoreact-channel-unseen = The bot cannot see that channel.
autoreact-permissions-missing = The bot lacks permissions there: { $permissions }.
autoreact-permission-view = View Channels
autoreact-permission-react = Add Reactions
autoreact-permission-history = Read Message History
autoreact-nothing-seen = Nobody has written there since this panel was opened. Leave it open, and press again after the next messages.
autoreact-dry-run-title = **Nothing was sent.** With these rules the bot would have done this:
autoreact-reason-off = Switched off here.
autoreact-reason-opted-out = The author does not want to be read.
autoreact-reason-bot = A bot wrote it.
autoreact-reason-not-plain = A command or a notice of Discord’s.
autoreact-reason-role = The author’s role is left alone.
autoreact-reason-person = The author is left alone.
autoreact-reason-thread = Not in threads.
autoreact-reason-forum-post = Not in forum posts.
autoreact-reason-quiet-hours = These are quiet hours.
autoreact-reason-channel-cooldown = It has just reacted in this channel.
autoreact-reason-person-cooldown = It has just reacted to this person.
autoreact-reason-hourly = The server’s limit for this hour is reached.
autoreact-reason-chance = Left out by chance, as set.
autoreact-reason-nothing-to-read = There is nothing to read in it.
autoreact-reason-language = The model does not know this language.
autoreact-reason-late = Too late to react.
autoreact-reason-busy = The bot was too busy.
autoreact-reason-quiet = It seems to want no reaction.
autoreact-reason-unsure = Not sure enough which emoji fits.
autoreact-reason-serious = It may be serious, so better nothing.
autoreact-reason-repeated = The fitting emoji came up here just now.
autoreact-reason-forbidden = The house rules forbid what fits.
autoreact-reason-fixed = A fixed reaction.
autoreact-reason-reacted = This fits.
autoreact-command = Choose where, how and when the bot reacts by itself
autoreact-reason-judged = It was judged before.
autoreact-reason-no-model = There is no model just now.
