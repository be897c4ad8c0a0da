privacy-about =
    ### Was dieser Bot liest und behält
    • Er liest, was du ihm mit einem Befehl gibst, und Nachrichten in Kanälen, in denen die Serververwaltung Reaktionen eingeschaltet hat. Er liest sie, um Emojis zu wählen, auf dem eigenen Rechner seines Betreibers, und vergisst sie sofort. Probiert jemand aus der Verwaltung die Einstellungen aus, merkt er sich dort die letzten fünf Nachrichten für einige Minuten.
    • Keine Nachricht wird gespeichert, und keine trainiert ein Modell.
    • Er behält Einstellungen von Servern, Zahlen (wie viele Antworten an einem Tag, wie oft ein Emoji in einem Kanal weggenommen wurde) und die Nummern von Personen, die nicht gelesen werden möchten oder für die ein Server Regeln gesetzt hat.
privacy-is-out = Ab jetzt sieht der Bot nicht mehr an, was du schreibst, auf keinem Server.
privacy-is-in = Willkommen zurück: Wo Reaktionen eingeschaltet sind, darf der Bot wieder auf dich reagieren.
privacy-forgotten = Alles, was über dich gespeichert war, ist gelöscht, auch dein Wunsch, nicht gelesen zu werden.
privacy-state-out = -# Du: Der Bot sieht deine Nachrichten nicht an.
privacy-state-in = -# Du: Der Bot darf deine Nachrichten lesen, wo Reaktionen eingeschaltet sind.
privacy-policy = Datenschutzerklärung
privacy-opt-out = Mich nicht lesen
privacy-opt-in = Mich wieder lesen
privacy-forget = Löschen, was über mich gespeichert ist
privacy-taken-away =
    { $count ->
        [one] Weggenommen. Dieses Emoji kommt in diesem Kanal künftig seltener.
       *[other] Weggenommen. Diese Emojis kommen in diesem Kanal künftig seltener.
    }
privacy-taken-away-once = Weggenommen. Dass das künftig seltener kommen soll, ließ sich gerade nicht speichern.
privacy-nothing-of-mine = Auf diese Nachricht hat der Bot nicht reagiert.
privacy-not-yours = Nur wer die Nachricht geschrieben hat oder moderiert, kann ihre Reaktionen wegnehmen.
privacy-command = Was dieser Bot liest und behält
privacy-optout-command = Diesen Bot deine Nachrichten nie mehr ansehen lassen
privacy-not-this-one = Das nicht
