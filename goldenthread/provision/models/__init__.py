"""Rows of provision: imported by this context's own modules and by no other context."""

from goldenthread.provision.models.imports import ImportState, SettingsImport
from goldenthread.provision.models.settings import (
    Phase,
    Setting,
    SettingChange,
    SettingLink,
    Status,
)

__all__ = [
    "ImportState",
    "Phase",
    "Setting",
    "SettingChange",
    "SettingLink",
    "SettingsImport",
    "Status",
]
