from django.urls import path

from contacts.pages.entry import passwords, second_factor, signing_in
from contacts.pages.entry.profile import profile

urlpatterns = [
    path("sign-in/", signing_in.SignInView.as_view(), name="sign-in"),
    path("sign-in/code/", signing_in.sign_in_code, name="sign-in-code"),
    path("sign-out/", signing_in.SignOutView.as_view(), name="sign-out"),
    path("password/reset/", passwords.ResetView.as_view(), name="password-reset"),
    path("password/reset/sent/", passwords.ResetSentView.as_view(), name="password-reset-sent"),
    path("password/reset/<uidb64>/<token>/", passwords.NewPasswordView.as_view(), name="password-reset-new"),
    path("me/", profile, name="profile"),
    path("me/password/", passwords.ChangeView.as_view(), name="password"),
    path("me/second-factor/", second_factor.second_factor, name="second-factor"),
    path("me/second-factor/codes/", second_factor.new_recovery_codes, name="second-factor-codes"),
    path("me/second-factor/off/", second_factor.turn_off, name="second-factor-off"),
]
