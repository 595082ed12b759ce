from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "goldenthread.config"
    label = "config"
