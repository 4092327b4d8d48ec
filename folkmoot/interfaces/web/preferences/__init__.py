"""What members set here: security, apps, mail, taking along and bringing along, moving, roles."""
