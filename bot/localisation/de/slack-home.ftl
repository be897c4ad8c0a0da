slack-home-not-taken-away = Slack hat mich das gerade nicht wegnehmen lassen; bitte versuche es noch einmal.
