"""What the bot remembers: settings, opt-outs and counts. No message text and no names."""
