"""The commented folkmoot.toml that `folkmoot init` writes."""

_TRENDS = """\
[trends]
# review = "moderator"        # policy: what the policy lets pass is shown without a moderator
# window_hours = 24           # what is new is looked for in these hours
# usual_days = 7              # and compared with the days before
# least_voices = 5            # fewest different people that make a trend
# account_age_days = 3        # accounts younger than this do not count
"""
OUTWARD = """[outbound]
# private_networks = []       # such as "10.0.0.0/8": may be asked for previews though they are not public

[translation]
# url = ""                    # of a LibreTranslate server; its key stands in secrets.toml
"""
"""What concerns other servers."""


def folkmoot_toml(url: str, database: str) -> str:
    """Return the text of a new configuration; every setting that is not written keeps its default."""
    return f"""# Folkmoot's settings. Lines that begin with # show the defaults.
# Any of them can be set in the environment too: FOLKMOOT_SERVER_PORT=3000

[site]
url = "{url}"                 # the public address; it cannot be changed later
# title = "Folkmoot"
# description = "A place where people speak and judge together."
# contact_email = ""
# source_url = ""            # where the source of what runs here is to be had
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
# pool = 10                   # connections of each process to PostgreSQL

[objects]
# path = "media"              # cleaned files, relative to this folder

{_TRENDS}
[mail]
# smtp_host = ""              # empty: mails are written to the folder `outbox`
# smtp_port = 587
# smtp_user = ""              # its password stands in secrets.toml
# starttls = true
# sender = "folkmoot@localhost"
# outbox = "outbox"

[limits]                      # requests in five minutes
# enabled = true
# per_address = 7500
# per_account = 1500
# sign_in_per_address = 25
# sign_up_per_address = 10
# uploads_per_account = 60
# posts_per_account = 300
# reports_per_account = 60
# translations_per_account = 100
# apps_per_address = 50

[media]                       # bytes, pixels, seconds
# image_bytes = 16777216
# video_bytes = 103809024
# pixels = 64000000           # of a picture or a frame
# frames = 1200               # of an animation
# seconds = 14400
# memory_bytes = 2147483648   # of one cleaning process
# wall_seconds = 120
# processes = 2               # files cleaned at once by each web process

{OUTWARD}"""
