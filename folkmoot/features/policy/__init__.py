"""Policy: whom the community keeps out, judged from plain facts: names of servers, mail addresses, network addresses.

Announces DomainRuled. Promises that a rule is obeyed from the commit that makes it; that of a mail address kept out
only a hash is stored, and of those who tried to sign up only how many.
"""

from folkmoot.features.policy.addresses import (
    block_network,
    change_network,
    network_block,
    network_blocks,
    severity_of,
    unblock_network,
)
from folkmoot.features.policy.domains import (
    allow_domain,
    block_domain,
    change_domain_block,
    disallow_domain,
    domain_allow,
    domain_allows,
    domain_block,
    domain_block_page,
    domain_blocks,
    rule_for,
    unblock_domain,
)
from folkmoot.features.policy.emails import (
    block_email_domain,
    block_hash,
    block_member_email,
    canonical_hash,
    count_attempt,
    email_domain_block,
    email_domain_blocks,
    email_is_blocked,
    hash_block,
    hash_blocks,
    hash_blocks_of,
    unblock_email_domain,
    unblock_hash,
    unblock_member_email,
)
from folkmoot.features.policy.events import DomainRuled
from folkmoot.features.policy.rules import contains, obfuscated, parents
from folkmoot.features.policy.types import (
    Attempts,
    DomainAllow,
    DomainBlock,
    DomainRule,
    EmailDomainBlock,
    HashBlock,
    NetworkBlock,
)

__all__ = [
    "Attempts",
    "DomainAllow",
    "DomainBlock",
    "DomainRule",
    "DomainRuled",
    "EmailDomainBlock",
    "HashBlock",
    "NetworkBlock",
    "allow_domain",
    "block_domain",
    "block_email_domain",
    "block_hash",
    "block_member_email",
    "block_network",
    "canonical_hash",
    "change_domain_block",
    "change_network",
    "contains",
    "count_attempt",
    "disallow_domain",
    "domain_allow",
    "domain_allows",
    "domain_block",
    "domain_block_page",
    "domain_blocks",
    "email_domain_block",
    "email_domain_blocks",
    "email_is_blocked",
    "hash_block",
    "hash_blocks",
    "hash_blocks_of",
    "network_block",
    "network_blocks",
    "obfuscated",
    "parents",
    "rule_for",
    "severity_of",
    "unblock_domain",
    "unblock_email_domain",
    "unblock_hash",
    "unblock_member_email",
    "unblock_network",
]
