"""A library that nobody here wrote, used as a program written with it would: masto.js, over REST and WebSockets.

The test takes the library from the folder that FOLKMOOT_MASTO_JS names; docs/how-to/test-with-a-web-client.md says
how to come by one. Without it the test is skipped.
"""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from tests.support.moot import Moot

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SCRIPT = Path(__file__).with_name("masto_js.mjs")


async def test_masto_js_does_all_it_can(served: Moot) -> None:
    folder = os.environ.get("FOLKMOOT_MASTO_JS", "")
    node = shutil.which("node")
    if not folder or node is None:
        pytest.skip("no masto.js: FOLKMOOT_MASTO_JS names no folder with one, or there is no Node.js")
    anna, berta = await served.member("anna"), await served.member("berta")
    owner = await served.member("olga", role="owner")
    served.ground.runner.start()
    program = await asyncio.create_subprocess_exec(
        node, SCRIPT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={
            "PATH": os.environ["PATH"], "FOLKMOOT_MASTO_JS": folder, "URL": served.ground.config.site.url,
            "ANNA": anna.token, "BERTA": berta.token, "OWNER": owner.token,
        },
    )  # fmt: skip
    said, _ = await program.communicate()
    assert program.returncode == 0, said.decode()
