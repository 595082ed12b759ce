from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "goldenthread.provision"
    label = "provision"
