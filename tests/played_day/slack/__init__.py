"""The day on Slack."""
