"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
answering = get_wsgi_application()  # first: what follows reads models

from goldenthread.config.every_answer import new_reference  # noqa: E402
from goldenthread.config.last_resort import guarded  # noqa: E402

application = guarded(answering, new_reference=new_reference)
# What the process holds from its start on (some 100,000 objects) is never garbage: looking through
# it again and again would hold up every twentieth page by tens of milliseconds.
assert get_resolver().url_patterns  # brings in every page
gc.collect()
gc.freeze()
