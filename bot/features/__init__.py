"""What the bot does, without knowing where: platforms and the web call these."""
