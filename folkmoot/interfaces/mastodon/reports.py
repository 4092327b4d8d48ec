"""/api/v1/reports: telling the moderators of an account."""

import msgspec

from folkmoot.features import moderation
from folkmoot.features.moderation import Complaint
from folkmoot.infra.errors import MissingError
from folkmoot.infra.ids import parse_id
from folkmoot.interfaces.mastodon.call import Call, Reply
from folkmoot.interfaces.mastodon.hydrate import Hydrate
from folkmoot.interfaces.mastodon.present_report import report as present
from folkmoot.interfaces.mastodon.routing import Routes

routes = Routes()


class ReportParams(msgspec.Struct, frozen=True):
    account_id: str = ""
    status_ids: list[str] = []
    collection_ids: list[str] = []
    comment: str = ""
    forward: bool = False
    category: str = ""
    rule_ids: list[str] = []


def _ids(texts: list[str]) -> list[int]:
    """Return distinct ids; one that is none of ours becomes 0, which no thing has."""
    return list(dict.fromkeys(parse_id(text) or 0 for text in texts))


@routes.post("/api/v1/reports", scope="write:reports", limit="report")
async def create(call: Call, params: ReportParams) -> Reply:
    target_id = parse_id(params.account_id)
    if target_id is None:
        raise MissingError("Record not found")
    complaint = Complaint(
        comment=params.comment.strip(),
        category=params.category,
        post_ids=_ids(params.status_ids),
        collection_ids=_ids(params.collection_ids),
        rule_ids=_ids(params.rule_ids),
        forward=params.forward,
    )
    report = await moderation.prepare_report(call.ground, call.member_id, target_id, complaint)
    async with call.ground.work() as work:
        report = await moderation.file_report(work, report)
    face = (await call.ground.one(Hydrate).account_json([target_id], call.member_id))[target_id]
    return Reply(present(report, face))
