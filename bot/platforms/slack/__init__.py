"""Slack: commands, shortcuts and mentions for everybody, reactions where a workspace wants them.

One workspace a deployment, over Socket Mode or signed HTTP requests.
"""
