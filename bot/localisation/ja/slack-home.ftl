slack-home-not-taken-away = 今は Slack が取り消しを受け付けませんでした。もう一度お試しください。
