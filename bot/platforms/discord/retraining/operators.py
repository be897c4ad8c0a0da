"""Who may retrain: the bot's operators, asked for each time."""

from __future__ import annotations

from collections.abc import Collection

import discord


async def is_operator(client: discord.Client, user: int, named: Collection[int]) -> bool:
    """Whether a user is among those ``named``, or without any owns the application.

    A team's members own it too, but for those who are only invited or may only read. Discord is
    asked anew, since teams change. Raises ``discord.HTTPException``.
    """
    if named:
        return user in named
    return user in _owners(await client.application_info())


def _owners(application: discord.AppInfo) -> set[int]:
    team = application.team
    if team is None:
        return {application.owner.id}
    return {
        member.id
        for member in team.members
        if member.membership_state is discord.TeamMembershipState.accepted
        and member.role is not discord.TeamMemberRole.read_only
    } | ({team.owner_id} if team.owner_id else set())
