"""What others may ask of provision: frozen facts, as somebody sees them."""

from goldenthread.provision.queries.beside import ids_of_kind, name_beside, names_of
from goldenthread.provision.queries.comparing import (
    LinkComparison,
    Standing,
    compare_links,
    standing,
)
from goldenthread.provision.queries.found import (
    Authority,
    Found,
    Search,
    authorities,
    phases,
    search,
    types,
)
from goldenthread.provision.queries.imports import (
    ChangeSeen,
    ImportSeen,
    LinkSeen,
    changes_of,
    changes_of_import,
    last_import,
    links_of,
    settings_import,
    settings_imports,
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
    "ChangeSeen",
    "Found",
    "ImportSeen",
    "LinkComparison",
    "LinkSeen",
    "Search",
    "SettingSeen",
    "Standing",
    "all_facts",
    "authorities",
    "changes_of",
    "changes_of_import",
    "compare_links",
    "ids_of_kind",
    "last_import",
    "links_of",
    "name_beside",
    "names_of",
    "phases",
    "search",
    "setting",
    "setting_as_at",
    "setting_by_urn",
    "settings_by_ids",
    "settings_for",
    "settings_import",
    "settings_imports",
    "standing",
    "types",
]
