"""Coming in: signing up and in, passkeys and codes, a new password, consent for apps."""
