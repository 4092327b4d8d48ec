"""The commented folkmoot.toml that `folkmoot init` writes."""


def folkmoot_toml(url: str, database: str) -> str:
    """Return the text of a new configuration; every setting that is not written keeps its default."""
    return f"""# Folkmoot's settings. Lines that begin with # show the defaults.
# Any of them can be set in the environment too: FOLKMOOT_SERVER_PORT=3000

[site]
url = "{url}"                 # the public address; it cannot be changed later
# title = "Folkmoot"
# description = "A place where people speak and judge together."
# contact_email = ""
# languages = ["en", "de"]
# registrations = "approval"  # open, approval, invitation or closed

[server]
# host = "127.0.0.1"
# port = 8000
# workers = 1                 # web processes
# jobs = true                 # false: jobs run in `folkmoot worker` only
# proxies = ["127.0.0.1", "::1"]  # whose X-Forwarded-For is believed

[database]
url = "{database}"            # or postgresql://USER:PASSWORD@HOST/NAME

[objects]
# path = "media"              # cleaned files, relative to this folder

[mail]
# smtp_host = ""              # empty: mails are written to the folder `outbox`
# smtp_port = 587
# smtp_user = ""              # its password stands in secrets.toml
# starttls = true
# sender = "folkmoot@localhost"

[limits]                      # requests in five minutes
# enabled = true
# per_address = 7500
# per_account = 1500

[media]                       # bytes, pixels, seconds
# image_bytes = 16777216
# video_bytes = 103809024
# image_pixels = 50000000
"""
