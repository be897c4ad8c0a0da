errors-nothing-to-read = Darin gibt es nichts zu lesen: Schreib bitte ein paar Wörter.
errors-nothing-permitted = Die Hausregeln dieses Servers erlauben keines der Emojis, die hier passen würden.
errors-not-trained-to-tell = Das Modell hier wählt Emojis aus, hat aber nicht gelernt, eine Nachricht nachzuerzählen oder zu schmücken: Nimm bitte den Stil „vorschlagen“.
errors-too-often =
    { $seconds ->
        [one] Das war viel auf einmal: Versuch es bitte in einer Sekunde noch einmal.
       *[other] Das war viel auf einmal: Versuch es bitte in { $seconds } Sekunden noch einmal.
    }
