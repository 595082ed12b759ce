"""Where allauth looks for ways to sign in: the module of this name in each installed app."""

from goldenthread.config.accounts.organisation import provider_classes

__all__ = ["provider_classes"]
