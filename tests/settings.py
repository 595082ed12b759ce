"""The product's own settings, and an invented register of children to try what it keeps to."""

from goldenthread.config.settings import *  # noqa: F403
from goldenthread.config.settings import INSTALLED_APPS as THE_PRODUCT_S

INSTALLED_APPS = [*THE_PRODUCT_S, "tests.person_linked_app"]
