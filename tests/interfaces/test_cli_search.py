"""The commands about search, as an operator types them."""

import asyncio
from pathlib import Path

from folkmoot.features import accounts, posts
from folkmoot.features.posts import Draft
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.wiring import CONSEQUENCES
from tests.interfaces.test_cli_site import Shell


async def _write(folder: Path) -> None:
    ground = Ground(config.load(folder), CONSEQUENCES)
    await ground.start()
    async with ground.work() as work:
        account = await accounts.open_account(work, "anna")
        for number in range(3):
            await posts.publish(work, account.id, Draft(f"tea {number}"), parent=None, own_domain="moot.test")
    await ground.stop()


def test_what_the_index_lacks_is_told_and_indexed(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "data")
    shell.ok("init")
    assert shell.json("search", "reindex") == {"indexed": 0}
    asyncio.run(_write(shell.folder))
    assert shell.json("search", "state") == {"posts": 3, "indexed": 0}
    assert "3 posts were indexed." in shell.ok("search", "reindex")
    assert shell.ok("search", "state") == "3 of 3 posts are indexed."
