"""The playground page and the HTTP API: one more adapter, in a browser's words."""
