"""Discord: slash commands over the gateway, with no privileged intent."""
