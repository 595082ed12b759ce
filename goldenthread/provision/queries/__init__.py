"""What others may ask of provision: frozen facts, as somebody sees them."""

from goldenthread.provision.queries.found import (
    Authority,
    Found,
    Search,
    authorities,
    phases,
    search,
    types,
)
from goldenthread.provision.queries.settings import (
    SettingSeen,
    all_facts,
    setting,
    setting_as_at,
    setting_by_urn,
    settings_by_ids,
    settings_for,
)

__all__ = [
    "Authority",
    "Found",
    "Search",
    "SettingSeen",
    "all_facts",
    "authorities",
    "phases",
    "search",
    "setting",
    "setting_as_at",
    "setting_by_urn",
    "settings_by_ids",
    "settings_for",
    "types",
]
