"""The verbs of provision."""

from goldenthread.provision.actions.by_hand import NewSetting, add_setting, change_setting
from goldenthread.provision.actions.importing import (
    Extract,
    Outcome,
    bring_in_links,
    bring_in_settings,
    prepare_settings_import,
    put_settings_import_aside,
)

__all__ = [
    "Extract",
    "NewSetting",
    "Outcome",
    "add_setting",
    "bring_in_links",
    "bring_in_settings",
    "change_setting",
    "prepare_settings_import",
    "put_settings_import_aside",
]
