"""The local area, its organisations, forums, posts, people and what each may do.

Every row names its local area; uniqueness is within it. People end (`until`), they are not deleted.
"""

from goldenthread.partnership.models.areas import (
    InLocalArea,
    LocalArea,
    User,
    UserManager,
)
from goldenthread.partnership.models.people import (
    Forum,
    ForumKind,
    ForumMembership,
    Organisation,
    OrganisationKind,
    Person,
    Post,
    PostHolding,
    PostKind,
)
from goldenthread.partnership.models.restrictions import (
    BreakGlass,
    Found,
    GlassReason,
    NamedGrant,
    RestrictedAs,
    Restriction,
)
from goldenthread.partnership.models.reviews import (
    AccessReview,
    Decision,
    ReviewedRight,
    RightKind,
)
from goldenthread.partnership.models.rights import (
    DatedRight,
    Detail,
    DetailGrant,
    Grant,
    GrantQuerySet,
    RightRows,
    Role,
    ScopeKind,
)
from goldenthread.partnership.models.task_links import (
    TaskLink,
)
from goldenthread.partnership.models.tries import Tries

__all__ = [
    "AccessReview",
    "BreakGlass",
    "DatedRight",
    "Decision",
    "Detail",
    "DetailGrant",
    "Forum",
    "ForumKind",
    "ForumMembership",
    "Found",
    "GlassReason",
    "Grant",
    "GrantQuerySet",
    "InLocalArea",
    "LocalArea",
    "NamedGrant",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Post",
    "PostHolding",
    "PostKind",
    "RestrictedAs",
    "Restriction",
    "ReviewedRight",
    "RightKind",
    "RightRows",
    "Role",
    "ScopeKind",
    "TaskLink",
    "Tries",
    "User",
    "UserManager",
]
