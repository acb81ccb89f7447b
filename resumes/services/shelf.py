"""The shelf of a person's resumes: names, the default, the archive, deletion, moving house."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from resumes import ingest
from resumes.models import DirectUpload, Resume, ResumeVersion

NAME_CHARACTERS = 120


@transaction.atomic
def rename_resume(*, resume: Resume, name: str) -> Resume:
    """Give the resume another name."""
    resume.name = name.strip()[:NAME_CHARACTERS] or resume.name
    resume.save(update_fields=["name", "updated_at"])
    return resume


@transaction.atomic
def set_default(*, resume: Resume) -> Resume:
    """Make this the resume that postings are compared with; the former one steps back."""
    ingest.lock_owner(resume.owner_id)
    Resume.objects.owned_by(resume.owner_id).filter(is_default=True).update(is_default=False)
    resume.is_default, resume.archived_at = True, None
    resume.save(update_fields=["is_default", "archived_at", "updated_at"])
    return resume


@transaction.atomic
def archive_resume(*, resume: Resume, now: datetime) -> Resume:
    """Put the resume away; another one becomes the default if this was it."""
    ingest.lock_owner(resume.owner_id)
    resume.archived_at, resume.is_default = now, False
    resume.save(update_fields=["archived_at", "is_default", "updated_at"])
    _ensure_default(resume.owner_id)
    return resume


@transaction.atomic
def restore_resume(*, resume: Resume) -> Resume:
    """Take the resume out of the archive."""
    ingest.lock_owner(resume.owner_id)
    resume.archived_at = None
    resume.save(update_fields=["archived_at", "updated_at"])
    _ensure_default(resume.owner_id)
    return resume


def delete_resume(*, resume: Resume) -> None:
    """Remove the resume with its versions and their files. Cannot be undone."""
    owner_id = resume.owner_id
    with transaction.atomic():
        ingest.lock_owner(owner_id)
        keys = list(resume.versions.exclude(file_key="").values_list("file_key", flat=True))
        resume.delete()
        _ensure_default(owner_id)
    ingest.remove_unreferenced(owner_id=owner_id, keys=keys)


@transaction.atomic
def move_resumes(*, guest_id: UUID, user_id: UUID) -> int:
    """Give one person's resumes to another; return how many moved.

    What the other already has, byte for byte, stays behind. The files stay where they lie: their
    keys are in the rows.
    """
    for owner_id in sorted([guest_id, user_id]):
        ingest.lock_owner(owner_id)
    uploaded = ResumeVersion.objects.filter(origin=ResumeVersion.Origin.UPLOADED)
    known = uploaded.filter(owner_id=user_id).values("sha256")
    erase_files_on_commit(owner_id=guest_id)
    uploaded.filter(owner_id=guest_id, sha256__in=known).delete()
    moving = Resume.objects.owned_by(guest_id).filter(versions__isnull=False).distinct()
    ids = list(moving.values_list("pk", flat=True))
    ResumeVersion.objects.filter(resume_id__in=ids).update(owner_id=user_id)
    Resume.objects.filter(pk__in=ids).update(owner_id=user_id, is_default=False)
    _ensure_default(user_id)
    return len(ids)


def erase_files_on_commit(*, owner_id: UUID) -> None:
    """Remove the files no row refers to any more once the transaction around this commits."""
    versions = ResumeVersion.objects.owned_by(owner_id).exclude(file_key="")
    uploads = DirectUpload.objects.filter(owner_id=owner_id)
    keys = [row for rows in (versions, uploads) for row in rows.values_list("file_key", flat=True)]
    # What cannot be removed now is found by the sweep.
    transaction.on_commit(
        lambda: ingest.remove_unreferenced(owner_id=owner_id, keys=keys), robust=True
    )


def next_number(resume_id: UUID) -> int:
    """Return the number of a resume's next version. Call with its owner locked."""
    versions = ResumeVersion.objects.filter(resume_id=resume_id)
    highest: int | None = versions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _ensure_default(owner_id: UUID) -> None:
    mine = Resume.objects.owned_by(owner_id).current()
    if mine.filter(is_default=True).exists():
        return
    newest = mine.order_by("-created_at", "-pk").first()
    if newest is not None:
        Resume.objects.filter(pk=newest.pk).update(is_default=True)
