"""Cover letters over HTTP. A letter that a model writes is streamed by a socket of the live process.

`POST …/letter` answers 202 with `status_url` and `stream_url`. The socket sends `{id, run, begin}`,
`{id, run, text}` and `{id, run, end}`; a client without it reads the letter, whose `draft` is what
came so far.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import client_network
from applications import services
from applications.api.views import caller
from applications.models import Application, CoverLetter, LetterVersion
from applications.selectors.detail import mine
from applications.selectors.letters import latest, letter_of, versions_of
from core.errors import DomainError
from matching.selectors import version_named
from resumes.requests import saved_as
from resumes.services import LETTER_FORMATS, TEMPLATES, count_export

_VERSIONS = 50


class ClaimSerializer(serializers.Serializer[Any]):
    """One thing a sentence states; `lacked` says why it is not traced, `source` where it is."""

    kind = serializers.CharField()
    text = serializers.CharField()
    lacked = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # a claim has one, and a field too


class SentenceSerializer(serializers.Serializer[Any]):
    """A sentence with its claims."""

    text = serializers.CharField()
    passes = serializers.BooleanField()
    claims = ClaimSerializer(many=True)


class LetterVersionSerializer(serializers.ModelSerializer[LetterVersion]):
    """A version of a letter."""

    class Meta:
        model = LetterVersion
        fields = ("number", "produced_by", "restores", "tone", "length", "language", "state", "created_at")  # fmt: skip


class LetterSerializer(serializers.ModelSerializer[CoverLetter]):
    """A letter: its latest text, every sentence of it as the gate sees it now, its versions."""

    text = serializers.SerializerMethodField()
    number = serializers.SerializerMethodField()
    is_clear = serializers.SerializerMethodField()
    sentences = serializers.SerializerMethodField()
    versions = serializers.SerializerMethodField()
    finished = serializers.IntegerField(source="finished.number", default=None, read_only=True)
    status_url = serializers.SerializerMethodField()
    stream_url = serializers.SerializerMethodField()

    class Meta:
        model = CoverLetter
        fields = (
            "id", "state", "failure", "tone", "length", "language", "version", "paragraph", "draft", "text",
            "number", "is_clear", "sentences", "versions", "finished", "status_url", "stream_url",
        )  # fmt: skip

    def get_text(self, letter: CoverLetter) -> str:
        last = latest(letter)
        return last.text if last else ""

    def get_number(self, letter: CoverLetter) -> int:
        last = latest(letter)
        return last.number if last else 0

    def get_is_clear(self, letter: CoverLetter) -> bool:
        sentences = self.get_sentences(letter)
        return bool(sentences) and all(each["passes"] for each in sentences)

    @extend_schema_field(SentenceSerializer(many=True))
    def get_sentences(self, letter: CoverLetter) -> list[dict[str, Any]]:
        try:
            report = services.check_letter(application=letter.application, now=timezone.now())
        except DomainError:
            return []
        return [dict(each) for each in SentenceSerializer(report.sentences, many=True).data]

    @extend_schema_field(LetterVersionSerializer(many=True))
    def get_versions(self, letter: CoverLetter) -> list[dict[str, Any]]:
        rows = versions_of(letter)[:_VERSIONS]
        return [dict(each) for each in LetterVersionSerializer(rows, many=True).data]

    def get_status_url(self, letter: CoverLetter) -> str:
        return reverse("api-letter", args=[letter.application_id])

    def get_stream_url(self, letter: CoverLetter) -> str:
        return f"/ws/letters/{letter.pk}"


class WishesSerializer(serializers.Serializer[Any]):
    """How a letter shall be, and who writes it; what is left out stays as it was."""

    by = serializers.ChoiceField(["rules", "model"], default="rules")
    tone = serializers.ChoiceField(CoverLetter.Tone.choices, required=False)
    length = serializers.ChoiceField(CoverLetter.Length.choices, required=False)
    language = serializers.ChoiceField(CoverLetter.Language.choices, required=False)
    version = serializers.UUIDField(required=False, help_text="A resume, or one version of it.")


class TextSerializer(serializers.Serializer[Any]):
    """A letter as its owner wants it; `base` is the version it was made from."""

    text = serializers.CharField(max_length=12_000, trim_whitespace=False)
    base = serializers.IntegerField(required=False, default=-1)


class ParagraphSerializer(serializers.Serializer[Any]):
    """Which paragraph, from 0, and who writes it."""

    number = serializers.IntegerField(min_value=0, max_value=200)
    by = serializers.ChoiceField(["rules", "model"], default="rules")


class SentenceActSerializer(serializers.Serializer[Any]):
    """A blocked sentence, word for word, and what to do with it."""

    sentence = serializers.CharField(max_length=2000)
    act = serializers.ChoiceField(["confirm", "remove"])


class NumberSerializer(serializers.Serializer[Any]):
    """A version."""

    number = serializers.IntegerField(min_value=1, max_value=1_000_000)


class LetterErrorSerializer(serializers.Serializer[Any]):
    """Why it was refused."""

    code = serializers.CharField()
    detail = serializers.CharField()


_ERRORS = {
    402: LetterErrorSerializer,
    403: LetterErrorSerializer,
    409: LetterErrorSerializer,
    429: LetterErrorSerializer,
}


class _Door(APIView):
    def application(self, request: Request, pk: UUID) -> Application:
        """The caller's own, or 404."""
        found = mine(caller(request).pk).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def answer(self, application: Application, status: int = 200) -> Response:
        """The letter as it is now."""
        letter = letter_of(application)
        if letter is None:
            raise Http404
        return Response(LetterSerializer(letter).data, status=status)

    def fields(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        """What was sent, checked."""
        filled = form(data=request.data)
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)


class LetterView(_Door):
    """The letter of an application."""

    @extend_schema(operation_id="applications_letter", responses=LetterSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Return the letter with every sentence checked against what is known now."""
        return self.answer(self.application(request, pk))

    @extend_schema(
        operation_id="applications_letter_write",
        request=WishesSerializer,
        responses={202: LetterSerializer, **_ERRORS},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Have the letter composed by rules, or written by a language model in the background."""
        row, asked, now = (
            self.application(request, pk),
            self.fields(WishesSerializer, request),
            timezone.now(),
        )
        by = asked.pop("by")
        if key := asked.pop("version", None):
            asked["version"] = version_named(row.owner_id, key)
            if asked["version"] is None:
                raise Http404
        services.count_letter(user=caller(request), network=client_network(request))
        write = services.ask_for_letter if by == "model" else services.compose_letter
        write(application=row, actor=caller(request), wishes=asked, now=now)
        return self.answer(row, status=202)

    @extend_schema(
        operation_id="applications_letter_save",
        request=TextSerializer,
        responses={200: LetterSerializer, **_ERRORS},
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Keep another text as the latest version; what is not traced is in the answer."""
        row, asked = self.application(request, pk), self.fields(TextSerializer, request)
        services.save_letter(application=row, actor=caller(request), now=timezone.now(), **asked)
        return self.answer(row)


class ParagraphView(_Door):
    """One paragraph anew."""

    @extend_schema(
        operation_id="applications_letter_paragraph",
        request=ParagraphSerializer,
        responses={202: LetterSerializer, **_ERRORS},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Write one paragraph anew, by rules or by a model."""
        row, asked, now = (
            self.application(request, pk),
            self.fields(ParagraphSerializer, request),
            timezone.now(),
        )
        services.count_letter(user=caller(request), network=client_network(request))
        number, who = asked["number"], caller(request)
        if asked["by"] == "model":
            services.ask_for_letter(
                application=row, actor=who, wishes={}, now=now, paragraph=number
            )
        else:
            services.rewrite_paragraph(application=row, number=number, actor=who, now=now)
        return self.answer(row, status=202)


class SentenceView(_Door):
    """A blocked sentence."""

    @extend_schema(
        operation_id="applications_letter_sentence",
        request=SentenceActSerializer,
        responses={200: LetterSerializer, **_ERRORS},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Confirm a blocked sentence as true of the caller, or take it out."""
        row, asked = self.application(request, pk), self.fields(SentenceActSerializer, request)
        act = services.confirm_sentence if asked["act"] == "confirm" else services.take_out_sentence
        act(application=row, sentence=asked["sentence"], actor=caller(request), now=timezone.now())
        return self.answer(row)


class StopView(_Door):
    """Stop."""

    @extend_schema(
        operation_id="applications_letter_stop", request=None, responses={200: LetterSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Stop the model; what came of a whole letter is kept."""
        row = self.application(request, pk)
        services.stop_letter(application=row, actor=caller(request), now=timezone.now())
        return self.answer(row)


class RestoreView(_Door):
    """A former version."""

    @extend_schema(
        operation_id="applications_letter_restore",
        request=NumberSerializer,
        responses={200: LetterSerializer, **_ERRORS},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Make a former version the latest."""
        row, asked = self.application(request, pk), self.fields(NumberSerializer, request)
        services.restore_letter(
            application=row, number=asked["number"], actor=caller(request), now=timezone.now()
        )
        return self.answer(row)


class FinishView(_Door):
    """The letter that goes with the application."""

    @extend_schema(
        operation_id="applications_letter_finish",
        request=None,
        responses={200: LetterSerializer, **_ERRORS},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Attach the latest version as finished; 409 `letter_blocked` while a sentence is not traced."""
        row = self.application(request, pk)
        services.finish_letter(application=row, actor=caller(request), now=timezone.now())
        return self.answer(row)

    @extend_schema(operation_id="applications_letter_reopen", responses={200: LetterSerializer})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Detach it again."""
        row = self.application(request, pk)
        services.reopen_letter(application=row, actor=caller(request), now=timezone.now())
        return self.answer(row)


class ExportView(_Door):
    """The letter as a document."""

    @extend_schema(
        operation_id="applications_letter_download",
        parameters=[
            OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(LETTER_FORMATS)),
            OpenApiParameter("template", str, enum=TEMPLATES, description="The look of the PDF."),
        ],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **_ERRORS},
    )
    def get(self, request: Request, pk: UUID, name: str) -> HttpResponse:
        """Download the letter as PDF, DOCX or text; 409 `letter_blocked` while a sentence is not traced."""
        row = self.application(request, pk)
        if name not in LETTER_FORMATS:
            raise Http404
        count_export(person_id=row.owner_id)
        document = services.export_cover_letter(
            application=row,
            name=name,
            template=request.query_params.get("template", ""),
            now=timezone.now(),
        )
        return saved_as(
            name=document.name, media_type=document.media_type, content=document.content
        )
