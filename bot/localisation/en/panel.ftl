panel-servers-only = This works in servers only.
panel-managers-only = This is for members with the permission “Manage Server”.
panel-too-much = That would be more than fits, so nothing has changed.
panel-asleep = This panel has gone to sleep: please type { $command } again.
panel-close = Close
panel-closed = Closed; everything is saved.
panel-press-again = That took too long just now: please press again.
