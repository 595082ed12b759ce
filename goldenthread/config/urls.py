"""Every address. What belongs to a local area stands under its slug: /a/<area>/…"""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.config import views

area = [
    path("", include("goldenthread.my_work.urls")),
    path("plans/", include("goldenthread.improvement_plan.urls")),
    path("people/", include("goldenthread.partnership.urls")),
    path("papers/", include("goldenthread.governance.urls")),
    path("papers/", include("goldenthread.reports.urls")),
    path("import/", include("goldenthread.intake.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front_door"),
    path("health/", views.health, name="health"),
    path("accounts/", include("allauth.account.urls")),
    path("drafts/", views.save_draft, name="save_draft"),
    path("gallery/", include("goldenthread.pages.urls")),
    path("a/<slug:area>/brand.css", views.brand, name="brand"),
    path("a/<slug:area>/", include(area)),
]

handler400 = "goldenthread.config.views.bad_request"
handler403 = "goldenthread.config.views.not_permitted"
handler404 = "goldenthread.config.views.not_found"
handler500 = "goldenthread.config.views.failed"
