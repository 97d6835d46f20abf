"""docs/deployment.md: each block of commands is run by `make rehearse`, or says that it is not."""

import re

import pytest

from tests.deployment_guide import GUIDE, RUN, read_blocks

BLOCKS = read_blocks()


def test_each_block_is_read():
    assert len(BLOCKS) == len(re.findall(r"^```sh", GUIDE.read_text(), re.MULTILINE)) >= len(RUN)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.name or block.commands.splitlines()[0] for block in BLOCKS])
def test_each_block_of_commands_is_run_or_says_that_it_is_not(block):
    assert block.is_marked != (block.name in RUN)


def test_the_rehearsal_runs_each_block_once():
    assert sorted(block.name for block in BLOCKS if block.name) == sorted(RUN)
