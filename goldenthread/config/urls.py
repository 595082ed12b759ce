"""Every address. What belongs to a local area stands under its slug: /a/<area>/…"""

from django.urls import URLPattern, URLResolver, include, path

from goldenthread.config import views
from goldenthread.config.accounts.views import choose_first_password
from goldenthread.config.calendar_addresses import calendar
from goldenthread.config.watching import views as watching
from goldenthread.governance import urls as governance
from goldenthread.improvement_plan.urls import by_link as update_requests_by_link
from goldenthread.intake import urls as intake
from goldenthread.pages.views import accessibility

area = [
    path("", include("goldenthread.my_work.urls")),
    path("plans/", include("goldenthread.improvement_plan.urls")),
    path("people/", include("goldenthread.partnership.urls")),
    path("messages/", include("goldenthread.notifications.urls")),
    path("deadlines/", include("goldenthread.deadlines.urls")),
    path("register/bring-in/", include((intake.bringing_in, "bringing_in"))),
    path("register/", include("goldenthread.ehcp_register.urls")),
    path("settings/", include("goldenthread.provision.urls")),
    path("papers/", include("goldenthread.governance.urls")),
    path("visits/", include((governance.visits_of_advisers, "visits"))),
    path("papers/", include("goldenthread.reports.urls")),
    path("import/", include("goldenthread.intake.urls")),
    path("retention/", include("goldenthread.retention.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front_door"),
    path("health/", watching.health, name="health"),
    path("ready/", watching.ready, name="ready"),
    path("metrics/", watching.metrics, name="metrics"),
    path("accounts/", include("goldenthread.config.accounts.urls")),
    path("drafts/", views.save_draft, name="save_draft"),
    path("gallery/", include("goldenthread.pages.urls")),
    path("accessibility/", accessibility, name="accessibility"),
    path("a/<slug:area>/brand.css", views.brand, name="brand"),
    path("t/<slug:task>/<str:token>/brand.css", views.brand, name="brand_by_link"),
    # Here, before the last of /t/, stand the pages that a task link opens.
    path("t/invitation/<str:token>/", choose_first_password, name="accept_invitation"),
    path("t/update_request/<str:token>/", include(update_requests_by_link)),
    path("t/<slug:task>/<str:token>/", views.no_such_task, name="no_such_task"),
    # By a secret of one person's alone; the name of the parameter keeps it out of every page.
    path("calendar/<str:secret>.ics", calendar, name="calendar_file"),
    path("a/<slug:area>/", include(area)),
]

handler400 = "goldenthread.config.views.bad_request"
handler403 = "goldenthread.config.views.not_permitted"
handler404 = "goldenthread.config.views.not_found"
handler429 = "goldenthread.config.views.too_many"
handler500 = "goldenthread.config.views.failed"
