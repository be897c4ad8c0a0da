slack-home-not-taken-away = Slack did not let me take that away just now; please try again.
