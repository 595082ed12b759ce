from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "goldenthread.intake"
    label = "intake"
