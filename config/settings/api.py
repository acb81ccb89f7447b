"""The API: who may ask, how often, and how it is described."""

from typing import Any

from config.settings.environment import env

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "core.parsers.Json",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "core.api.Keyset",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env("THROTTLE_ANON", default="120/min"),
        "user": env("THROTTLE_USER", default="1200/min"),
        "upload": env("THROTTLE_UPLOAD", default="30/hour"),
        "feedback": env("THROTTLE_FEEDBACK", default="60/hour"),
        "match": env("THROTTLE_MATCH", default="60/min"),
        "login": env("THROTTLE_LOGIN", default="20/min"),
    },
    # X-Forwarded-For is believed as far as our own proxies write it: with 0 a stranger's header
    # gives nobody a new address, and so no new limit.
    "NUM_PROXIES": env.int("PROXIES_IN_FRONT", default=0),
    "EXCEPTION_HANDLER": "core.api.explain",
    "PAGE_SIZE": 50,
}
SIMPLE_JWT = {
    "USER_ID_FIELD": "id",
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Career Copilot API",
    "DESCRIPTION": "Resumes, postings, matches and applications for mobile clients.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "ApplicationStatusEnum": "applications.states.Status",
        "BoardColumnEnum": "applications.states.Column",
        "PostingStatusEnum": "jobs.models.Posting.Status",
        "WorkplaceEnum": "jobs.models.Posting.Remote",
        "LevelEnum": "jobs.models.Posting.Level",
        "EmploymentTypeEnum": "jobs.models.Posting.EmploymentType",
        "ReminderStateEnum": "applications.models.Reminder.State",
        "FeedbackKindEnum": "resumes.models.Feedback.Kind",
        "FeedbackStateEnum": "resumes.models.Feedback.State",
        "MailStateEnum": "applications.models.Mail.State",
        "MailKindEnum": "applications.models.Mail.About",
        "ResumeVersionOriginEnum": "resumes.models.ResumeVersion.Origin",
        "LetterLanguageEnum": "applications.models.CoverLetter.Language",
        "PayPeriodEnum": "jobs.models.Posting.PayPeriod",
        "ResumeVersionStateEnum": "resumes.models.ResumeVersion.State",
    },
}
