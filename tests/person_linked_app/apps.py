from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "tests.person_linked_app"
    label = "register_of_tests"
