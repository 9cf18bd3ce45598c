"""People: rights, memberships, invitations and signing in."""
