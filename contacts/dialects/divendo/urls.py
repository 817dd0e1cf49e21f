from django.urls import path, re_path

from contacts.dialects.divendo import views
from contacts.dialects.oauth.views import divendo_token_view

app_name = "divendo"
urlpatterns = [
    path("oauth2/token", divendo_token_view, name="token"),
    path("contacts", views.ContactsView.as_view(), name="contacts"),
    path("contacts/email", views.ContactByEmailView.as_view(), name="contact-by-email"),
    path(
        "contacts/customernumber/<path:customernumber>",
        views.ContactByCustomerNumberView.as_view(),
        name="contact-by-customer-number",
    ),
    path("contacts/<str:public_id>", views.ContactView.as_view(), name="contact"),
    path("contacts/<str:public_id>/preferences", views.PreferencesView.as_view(), name="preferences"),
    re_path("^contacts/", views.NowhereView.as_view()),
]
