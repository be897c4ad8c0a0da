"""Discord: commands and panels for everybody, and reactions where a server wants them.

Only the latter read messages, and need a privileged intent.
"""
