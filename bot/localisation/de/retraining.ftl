retraining-command = Dem Modell eigene Beispiele beibringen (für die Betreiber des Bots)
retraining-option-file = Eine Tabelle aus Nachrichten und Emojis: CSV, TSV, JSON-Zeilen oder Parquet, höchstens 25 MB
retraining-option-data = Ein Datensatz, der mit dem Bot kommt, oder einer aus RETRAIN_SOURCES
retraining-option-base = Das Modell, von dem es weitergeht (sonst das, das gerade antwortet)
retraining-option-epochs = Wie oft jede Zeile gelernt wird (sonst 2)
retraining-option-rate = Wie groß die Schritte sind (sonst 0,00002)
retraining-operators-only = Nur die Betreiber des Bots können ihn nachtrainieren: wem die Anwendung gehört, ihr Team, oder wen DISCORD_OWNER_IDS nennt.
retraining-unavailable = Dieser Bot kann hier nicht nachtrainiert werden: Sein Modell läuft woanders, oder RETRAIN_ENABLED ist false.
retraining-about =
    ### Dem Modell eigene Beispiele beibringen
    Hänge eine Datei an, in jeder Zeile eine Nachricht und ihre Emojis, oder wähle einen Datensatz; du siehst, was ich verstanden habe, bevor etwas beginnt.
retraining-sources = Die Daten dürfen aus angehängten Dateien kommen, aus den Datensätzen, die mit dem Bot kommen, und aus RETRAIN_SOURCES. Was Leute hier schreiben, wird nie verwendet.
retraining-file-kind = { $name } kann nicht gelesen werden: Bitte hänge eine Datei mit .csv, .tsv, .jsonl oder .parquet an.
retraining-file-size = { $name } ist zu groß: Dateien dürfen höchstens 25 MB haben.
retraining-file-gone = { $name } war bei { $platform } nicht zu bekommen: Bitte hänge die Datei noch einmal an.
retraining-preview = **Das Modell nachtrainieren?**
retraining-data = **{ $name }**: Zeilen: { $rows } · verschiedene Emojis: { $emojis } ({ $form })
retraining-data-trouble = **{ $name }**: { $trouble }
retraining-repeated = Doppelt: { $rows }
retraining-refused = Weggelassen: { $rows }
retraining-reason = { $rows } × { $reason }, zum Beispiel in Zeile { $line }
retraining-reason-short = { $rows } × { $reason }
retraining-base = Ausgang: { $base } · Epochen: { $epochs } · Lernrate: { $rate }
retraining-minutes =
    { $minutes ->
        [one] Es dauert etwa eine Minute. Alle bekommen währenddessen Antwort, und nichts ändert sich, bevor du es sagst.
       *[other] Es dauert etwa { $minutes } Minuten. Alle bekommen währenddessen Antwort, und nichts ändert sich, bevor du es sagst.
    }
retraining-start = Starten
retraining-not-now = Jetzt nicht
retraining-dropped = Es wurde nichts gestartet, und die Dateien sind gelöscht.
retraining-asleep = An diese Vorschau erinnere ich mich nicht mehr: Bitte gib { $command } noch einmal ein.
retraining-forgotten = Dieses Training ist nicht mehr bekannt: `python -m bot models list` zeigt alle Versionen.
retraining-starting = Es geht gleich los …
retraining-training = Training
retraining-judging = Das neue Modell wird mit dem alten verglichen …
retraining-by = { $name }, gestartet von { $person }
retraining-elsewhere = jemandem in { $platform }
retraining-epoch = Epoche { $epoch } von { $epochs } · Verlust { $loss } · { $speed } Zeilen/s
retraining-left =
    { $minutes ->
        [one] Noch etwa eine Minute
       *[other] Noch etwa { $minutes } Minuten
    }
retraining-cancel = Abbrechen
retraining-look = Aktualisieren
retraining-goes-on = Es geht in unseren Direktnachrichten weiter.
retraining-no-direct = Ich kann dir nicht direkt schreiben: **Aktualisieren** oder { $command } zeigt, wie weit es ist.
retraining-cancelled = Abgebrochen. Das alte Modell antwortet weiter, und die Dateien sind gelöscht.
retraining-failed = ⚠️ { $error } Das alte Modell antwortet weiter.
retraining-finished = **Das neue Modell ist fertig**: { $version }
retraining-figures = Alt → neu auf denselben Nachrichten (Unterschied, 95-%-Intervall)
retraining-milliseconds = Millisekunden je Nachricht
retraining-held-back = deine eigenen Zeilen: { $figure }
retraining-samples = Alt → neu
retraining-passed = ✅ Es besteht die Prüfung: Nichts davon ist nachweislich schlechter geworden.
retraining-advised-against = ⚠️ Behalte besser das alte:
retraining-activate = Aktivieren
retraining-keep = Das alte behalten
retraining-activated = ✅ { $person } hat { $title } aktiviert. `python -m bot models rollback` nimmt es zurück.
retraining-activated-itself = ✅ Es antwortet schon (RETRAIN_AUTO_ACTIVATE). `python -m bot models rollback` nimmt es zurück.
retraining-kept = Das alte Modell antwortet weiter. Das neue bleibt aufgehoben: `python -m bot models activate { $version }`
