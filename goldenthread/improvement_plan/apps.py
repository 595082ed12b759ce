from django.apps import AppConfig


class ImprovementPlanConfig(AppConfig):
    name = "goldenthread.improvement_plan"
    label = "improvement_plan"
