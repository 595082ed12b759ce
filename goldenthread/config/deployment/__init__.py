"""What makes an installation weak, each in two sentences: what could happen, and what to set.

They are checks of Django's own framework, so `manage.py check --deploy` knows them too.
"""

from __future__ import annotations

from goldenthread.config.deployment import database, keeping, machine, mail, people, web
from goldenthread.config.deployment.weak import WATCHED

__all__ = ["WATCHED", "database", "keeping", "machine", "mail", "people", "web"]
