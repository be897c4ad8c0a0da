slack-home-not-taken-away = Slack no me ha dejado quitarlo ahora mismo; inténtalo de nuevo.
