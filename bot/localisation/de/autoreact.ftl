autoreact-title = ### Auto-Reaktionen: { $place }
autoreact-is-on = 🟢 **An.** Der Bot liest hier die Nachrichten und reagiert, wo er sicher ist.
autoreact-is-off = ⚪ **Aus.** Der Bot reagiert hier nicht.
autoreact-inherited = -# Wie im übrigen Server. Was du hier änderst, gilt nur hier.
autoreact-everywhere = Überall
autoreact-this-channel = Dieser Kanal: { $name }
autoreact-this-category = Die Kategorie dieses Kanals
autoreact-chosen-below = Was unten gewählt ist
autoreact-elsewhere = Ein anderer Kanal oder eine Kategorie
autoreact-switch-on = Einschalten
autoreact-switch-off = Ausschalten
autoreact-dry-run = Probelauf
autoreact-inherit = Wie im übrigen Server
autoreact-tab-how = Wie oft
autoreact-tab-when = Wann
autoreact-tab-who = Ausnahmen
autoreact-set-hours = Ruhezeit festlegen
autoreact-no-hours = Keine Ruhezeit
autoreact-hours-none = Es gibt keine Ruhezeit.
autoreact-hours = Ruhe von { $begin } bis { $end } ({ $zone })
autoreact-ignore-bots = Bots in Ruhe lassen
autoreact-threads = In Threads
autoreact-forum-posts = In Forenbeiträgen
autoreact-ignored = Diese Rollen und Personen in Ruhe lassen:
autoreact-ignored-roles = Rollen
autoreact-ignored-people = Personen
autoreact-floor-rarely = Selten: nur wenn sehr sicher
autoreact-floor-sometimes = Manchmal: wenn sicher
autoreact-floor-often = Oft: wenn etwas passt
autoreact-most-emojis =
    { $count ->
        [one] Höchstens { $count } Emoji je Nachricht
       *[other] Höchstens { $count } Emojis je Nachricht
    }
autoreact-chance-percent = Bei { $percent } % der Nachrichten, die in Frage kommen
autoreact-channel-wait = Pause im Kanal: { $wait }
autoreact-person-wait = Pause je Person: { $wait }
autoreact-wait-none = keine
autoreact-wait-seconds =
    { $count ->
        [one] { $count } Sekunde
       *[other] { $count } Sekunden
    }
autoreact-wait-minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
autoreact-wait-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
autoreact-form-title = Ruhezeit
autoreact-form-begin = Von
autoreact-form-end = Bis
autoreact-form-zone = Zeitzone, etwa Europe/Berlin
autoreact-no-clock = „{ $typed }“ ist keine Uhrzeit; schreib sie wie 22:00.
autoreact-same-hours = Anfang und Ende sind gleich. Soll der Bot den ganzen Tag ruhig sein, schalte ihn aus.
autoreact-no-zone = Eine Zeitzone „{ $typed }“ gibt es nicht. Meintest du { $example }?
autoreact-no-message-content = Dieser Bot darf keine Nachrichten lesen (sein Betreiber hat den Intent „Message Content“ nicht eingeschaltet) und kann darum nicht von selbst reagieren. /emojify geht trotzdem.
autoreact-store-in-trouble = Einstellungen lassen sich gerade nicht speichern; es gilt, was zuletzt bekannt war.
autoreact-not-a-member = Der Bot selbst ist nicht auf diesem Server, nur seine Befehle. Füge ihn über sein Profil neu hinzu.
autoreact-channel-unseen = Der Bot kann diesen Kanal nicht sehen.
autoreact-permissions-missing = Dem Bot fehlen dort Berechtigungen: { $permissions }.
autoreact-permission-view = Kanäle ansehen
autoreact-permission-react = Reaktionen hinzufügen
autoreact-permission-history = Nachrichtenverlauf anzeigen
autoreact-nothing-seen = Seit diese Übersicht offen ist, hat dort niemand geschrieben. Lass sie offen und drück nach den nächsten Nachrichten noch einmal.
autoreact-dry-run-title = **Nichts wurde gesendet.** Mit diesen Regeln hätte der Bot das getan:
autoreact-reason-off = Hier ausgeschaltet.
autoreact-reason-opted-out = Wer das schrieb, möchte nicht gelesen werden.
autoreact-reason-bot = Das schrieb ein Bot.
autoreact-reason-not-plain = Ein Befehl oder ein Hinweis von Discord.
autoreact-reason-role = Die Rolle wird in Ruhe gelassen.
autoreact-reason-person = Die Person wird in Ruhe gelassen.
autoreact-reason-thread = Nicht in Threads.
autoreact-reason-forum-post = Nicht in Forenbeiträgen.
autoreact-reason-quiet-hours = Es ist Ruhezeit.
autoreact-reason-channel-cooldown = Der Bot hat in diesem Kanal eben erst reagiert.
autoreact-reason-person-cooldown = Der Bot hat auf diese Person eben erst reagiert.
autoreact-reason-hourly = Die Grenze des Servers für diese Stunde ist erreicht.
autoreact-reason-chance = Durch Zufall ausgelassen, wie eingestellt.
autoreact-reason-nothing-to-read = Es steht nichts Lesbares darin.
autoreact-reason-language = Diese Sprache kennt das Modell nicht.
autoreact-reason-late = Zu spät für eine Reaktion.
autoreact-reason-busy = Der Bot war zu beschäftigt.
autoreact-reason-quiet = Sie scheint keine Reaktion zu wollen.
autoreact-reason-unsure = Nicht sicher genug, welches Emoji passt.
autoreact-reason-serious = Es könnte ernst sein, darum lieber nichts.
autoreact-reason-repeated = Das passende Emoji kam hier eben erst vor.
autoreact-reason-forbidden = Die Hausregeln verbieten, was passt.
autoreact-reason-fixed = Eine feste Reaktion.
autoreact-reason-reacted = Das passt.
autoreact-command = Wähle, wo, wie und wann der Bot von selbst reagiert
autoreact-reason-judged = Sie wurde schon beurteilt.
autoreact-reason-no-model = Gerade ist kein Modell da.
