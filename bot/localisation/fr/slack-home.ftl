slack-home-not-taken-away = Slack ne m’a pas laissé l’enlever à l’instant ; réessaie.
