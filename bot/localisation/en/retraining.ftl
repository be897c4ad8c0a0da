retraining-command = Teach the model with your own examples (for the bot’s operators)
retraining-option-file = A table of messages and emojis: CSV, TSV, JSON lines or Parquet, at most 25 MB
retraining-option-data = A data set that comes with the bot, or one of RETRAIN_SOURCES
retraining-option-base = The model to go on from (default: the one that answers now)
retraining-option-epochs = How often every row is seen (default: 2)
retraining-option-rate = How big the steps are (default: 0.00002)
retraining-operators-only = Only the bot’s operators can retrain it: the owner of the application or its team, or whoever DISCORD_OWNER_IDS names.
retraining-unavailable = This bot cannot be retrained here: its model runs elsewhere, or RETRAIN_ENABLED is false.
retraining-about =
    ### Teach the model with examples of your own
    Attach a file, one message and its emojis a row, or choose a data set; you see what I understood before anything starts.
retraining-sources = Data may come from files that you attach, from the data sets that come with the bot, and from RETRAIN_SOURCES. Messages that people write are never used.
retraining-file-kind = { $name } cannot be read: please attach a .csv, .tsv, .jsonl or .parquet file.
retraining-file-size = { $name } is too big: files can have 25 MB at most.
retraining-file-gone = { $name } could not be fetched from { $platform }: please attach it again.
retraining-preview = **Retrain the model?**
retraining-data = **{ $name }**: rows: { $rows } · different emojis: { $emojis } ({ $form })
retraining-data-trouble = **{ $name }**: { $trouble }
retraining-repeated = Repeated: { $rows }
retraining-refused = Left out: { $rows }
retraining-reason = { $rows } × { $reason }, for example in line { $line }
retraining-reason-short = { $rows } × { $reason }
retraining-base = Base: { $base } · epochs: { $epochs } · learning rate: { $rate }
retraining-minutes =
    { $minutes ->
        [one] It takes about a minute. Everybody is answered meanwhile, and nothing changes before you say so.
       *[other] It takes about { $minutes } minutes. Everybody is answered meanwhile, and nothing changes before you say so.
    }
retraining-start = Start
retraining-not-now = Not now
retraining-dropped = Nothing was started, and the files are deleted.
retraining-asleep = I do not remember this preview any more: please type { $command } again.
retraining-forgotten = This retraining is not known any more: `python -m bot models list` shows all versions.
retraining-starting = Getting ready …
retraining-training = Training
retraining-judging = Comparing the new model with the old one …
retraining-by = { $name }, started by { $person }
retraining-elsewhere = somebody on { $platform }
retraining-epoch = Epoch { $epoch } of { $epochs } · loss { $loss } · { $speed } rows/s
retraining-left =
    { $minutes ->
        [one] About a minute left
       *[other] About { $minutes } minutes left
    }
retraining-cancel = Cancel
retraining-look = Refresh
retraining-goes-on = This goes on in our direct messages.
retraining-no-direct = I cannot write to you directly: **Refresh** or { $command } shows how far it is.
retraining-cancelled = Cancelled. The old model answers on, and the files are deleted.
retraining-failed = ⚠️ { $error } The old model answers on.
retraining-finished = **The new model is ready**: { $version }
retraining-figures = Old → new on the same messages (difference, 95% interval)
retraining-milliseconds = milliseconds a message
retraining-held-back = your own rows: { $figure }
retraining-samples = Old → new
retraining-passed = ✅ It passes the quality gate: nothing that is checked has become measurably worse.
retraining-advised-against = ⚠️ Better keep the old one:
retraining-activate = Activate
retraining-keep = Keep the old one
retraining-activated = ✅ { $person } activated { $title }. `python -m bot models rollback` takes it back.
retraining-activated-itself = ✅ It answers already (RETRAIN_AUTO_ACTIVATE). `python -m bot models rollback` takes it back.
retraining-kept = The old model answers on. The new one is kept: `python -m bot models activate { $version }`
