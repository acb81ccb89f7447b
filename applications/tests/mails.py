"""Made-up messages, as mail servers hand them over."""

from email.message import EmailMessage

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Acme//EN
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261120T100000Z
DTSTART;TZID=Europe/Berlin:{start}
DTEND;TZID=Europe/Berlin:20261201T110000
SUMMARY:Interview Backend Developer
LOCATION:https://meet.example/acme
END:VEVENT
END:VCALENDAR
"""


def message(
    text="Hello Sam",
    *,
    sender="Acme Recruiting <jobs@acme.com>",
    subject="Your application",
    message_id="<one@acme.com>",
    date="Sun, 22 Nov 2026 08:00:00 +0000",
    **headers,
):
    """Return a message that can still be added to."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = (
        sender,
        "sam@okafor.example",
        subject,
        date,
    )
    if message_id:
        made["Message-ID"] = message_id
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def raw(*args, **kwargs):
    """Return its bytes."""
    return message(*args, **kwargs).as_bytes()


def rejection(**kwargs):
    """Return a refusal of Acme."""
    text = "Dear Sam, unfortunately we will not be moving forward with your application for the Backend developer role."
    return raw(text, **kwargs)


def invitation(*, uid="date-1@acme.com", start="20261201T100000", method="REQUEST", **kwargs):
    """Return an invitation of Acme with a date."""
    made = message("We would like to invite you to an interview.", subject="Interview", **kwargs)
    ics = ICS.format(uid=uid, start=start, method=method)
    made.add_attachment(ics.encode(), maintype="text", subtype="calendar", filename="invite.ics")
    return made.as_bytes()
