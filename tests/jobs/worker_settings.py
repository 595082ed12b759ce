"""The installation's settings with little in it, for a worker that a test starts and kills."""

from goldenthread.config import settings as installation

SECRET_KEY = "only for a test"
DATABASES = installation.DATABASES
Q_CLUSTER = {**installation.Q_CLUSTER, "sync": False, "poll": 0.1}
INSTALLED_APPS = ["django.contrib.contenttypes", "django_q", "goldenthread.jobs"]
TIME_ZONE = installation.TIME_ZONE
USE_TZ = True
DEFAULT_AUTO_FIELD = installation.DEFAULT_AUTO_FIELD
LOGGING = installation.LOGGING
