slack-home-about = Ich wähle Emojis, die zu einer Nachricht passen: mit `/emojify`, mit der Aktion *Emojify* an jeder Nachricht, wenn du mich erwähnst oder mir schreibst, und von selbst in Kanälen, in denen das eingeschaltet ist. Ein KI-Modell wählt sie.
slack-home-you = Du
slack-home-you-in = Ich darf deine Nachrichten in Kanälen lesen, in denen Reaktionen eingeschaltet sind.
slack-home-you-out = Ich sehe deine Nachrichten nicht an.
slack-home-forget-title = Alles über dich löschen?
slack-home-forget-about = Auch dein Wunsch, nicht gelesen zu werden, wird gelöscht, und jede Regel, die dich nennt.
slack-home-forget-yes = Löschen
slack-home-forget-no = Behalten
slack-home-model = Das Modell
slack-home-privacy-title = Datenschutz
slack-home-privacy =
    • Ich lese, was du mir gibst, und Nachrichten in Kanälen, in denen die Verwaltung oder wer den Kanal erstellt hat, Reaktionen eingeschaltet hat. Ich lese sie, um Emojis zu wählen, auf dem eigenen Rechner meines Betreibers, und vergesse sie sofort. Probiert jemand die Einstellungen aus, merke ich mir dort die letzten fünf Nachrichten für einige Minuten.
    • Keine Nachricht wird aufbewahrt, und mit keiner wird ein Modell trainiert.
    • Ich behalte Einstellungen, Zahlen (wie viele Antworten an einem Tag, wie oft ein Emoji in einem Kanal weggenommen wurde) und die Kennungen von Personen, die nicht gelesen werden möchten oder für die es eine Regel gibt.
    • Meine Reaktion auf deine Nachricht gefällt dir nicht? Wähle *Not this one* im Menü der Nachricht.
slack-home-auto-react = Automatische Reaktionen und Hausregeln
slack-home-admin = Du siehst das, weil du den Workspace verwaltest.
slack-home-creator = Du siehst das, weil du diese Kanäle erstellt hast.
slack-home-channels = Kanäle, in denen ich von selbst reagiere
slack-home-choose-channels = Kanäle wählen
slack-home-invite = Dort bin ich noch nicht: { $channels }. Schreibe im Kanal `/invite @mojibot`.
slack-home-scope = Was unten steht, gilt für
slack-home-inherited = Wie überall sonst. Was du hier änderst, gilt nur hier.
slack-home-inherit = Wie überall sonst
slack-home-ignored = Diese Personen in Ruhe lassen:
slack-home-no-history = Ich darf hier keine Nachrichten lesen und kann deshalb nicht von selbst reagieren: Installiere die App mit dem Manifest für automatische Reaktionen.
slack-home-admins-only = Das können nur Admins und Inhaber des Workspace, und in einem Kanal, wer ihn erstellt hat.
slack-home-nothing-seen = Ab jetzt merke ich mir dort die letzten fünf Nachrichten, eine Viertelstunde lang. Drücke nach den nächsten noch einmal.
slack-home-house-rules-about = Was in diesem Workspace vorkommen darf, in Antworten wie in Reaktionen.
slack-home-own-about =
    { $count ->
        [one] Der Workspace hat { $count } eigenes Emoji. Ich gehe nach dem Namen; du kannst Wörter hinzufügen.
       *[other] Der Workspace hat { $count } eigene Emojis. Ich gehe nach den Namen; du kannst Wörter hinzufügen.
    }
slack-home-own = Emojis des Workspace verwenden
slack-home-share = Höchstens { $percent } % der Antworten sind eigene
slack-home-not-own = Ein Emoji mit diesem Namen hat der Workspace nicht.
slack-home-no-emoji = Bitte nenne mindestens ein Emoji, das kein eigenes des Workspace ist.
slack-home-save = Speichern
slack-home-cancel = Abbrechen
slack-home-not-taken-away = Slack hat mich das gerade nicht wegnehmen lassen; bitte versuche es noch einmal.
