from django.apps import AppConfig


class MyWorkConfig(AppConfig):
    name = "goldenthread.my_work"
    label = "my_work"
