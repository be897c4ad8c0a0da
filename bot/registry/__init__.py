"""Model versions on disk: registered after checks, activated atomically, rolled back."""
