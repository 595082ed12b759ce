"""What one person's home is made of, and what they hold: asked of the contexts below."""

from goldenthread.my_work.queries.handing_over import Handover, handover
from goldenthread.my_work.queries.home import FORUM, Home, Rows, Visit, home

__all__ = ["FORUM", "Handover", "Home", "Rows", "Visit", "handover", "home"]
