"""Who is asking, and the people, posts and forums of their local area."""

from goldenthread.partnership.queries.areas import (
    AreaFact,
    all_areas,
    area_by_slug,
    areas_of,
    first_administrator,
    has_account,
    user_named,
)
from goldenthread.partnership.queries.forums import (
    ForumFact,
    MemberFact,
    forum,
    forums,
    member,
    members,
)
from goldenthread.partnership.queries.people import (
    HolderFact,
    OrganisationFact,
    PersonFact,
    PostFact,
    holding,
    name_of,
    organisations,
    people,
    posts,
)
from goldenthread.partnership.queries.rights import (
    GrantFact,
    grant,
    grants,
    role_choices,
)
from goldenthread.partnership.queries.viewers import (
    WRITERS_OF_PAPERS,
    AreaRequest,
    GrantInForce,
    Viewer,
    viewer_for,
)

__all__ = [
    "WRITERS_OF_PAPERS",
    "AreaFact",
    "AreaRequest",
    "ForumFact",
    "GrantFact",
    "GrantInForce",
    "HolderFact",
    "MemberFact",
    "OrganisationFact",
    "PersonFact",
    "PostFact",
    "Viewer",
    "all_areas",
    "area_by_slug",
    "areas_of",
    "first_administrator",
    "forum",
    "forums",
    "grant",
    "grants",
    "has_account",
    "holding",
    "member",
    "members",
    "name_of",
    "organisations",
    "people",
    "posts",
    "role_choices",
    "user_named",
    "viewer_for",
]
