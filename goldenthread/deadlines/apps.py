from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "goldenthread.deadlines"
    label = "deadlines"
