from django.urls import path, re_path

from contacts.dialects.evance import views
from contacts.dialects.oauth.views import evance_token_view

app_name = "evance"
urlpatterns = [
    path("admin/oauth/token", evance_token_view, name="token"),
    path("admin/oauth/token.json", evance_token_view, name="token-json"),
    path("api/contacts.json", views.ContactsView.as_view(), name="contacts"),
    path("api/contacts/search.json", views.SearchView.as_view(), name="search"),
    path("api/contacts/<str:public_id>.json", views.ContactView.as_view(), name="contact"),
    re_path("^api/", views.NowhereView.as_view()),
]
