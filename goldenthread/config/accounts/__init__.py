"""How somebody gets in, stays in and is out: sign-in, second factors, sessions, invitations."""
