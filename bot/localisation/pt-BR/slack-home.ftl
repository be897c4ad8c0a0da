slack-home-not-taken-away = O Slack não me deixou tirar isso agora; tente de novo.
