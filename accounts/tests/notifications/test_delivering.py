"""Messages to browsers and webhooks, against servers on loopback that answer as told."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.urls import reverse
from django.utils import timezone

from accounts.models import Delivery, Notification, PushSubscription, Webhook
from accounts.notifications import delivering
from accounts.notifications.telling import News
from accounts.services import notices
from accounts.tests.factories import UserFactory
from accounts.types import Kind
from core.tests.answering import answering
from core.webpush import decoded, encoded

pytestmark = pytest.mark.django_db
State = Delivery.State
OK = (204, dict[str, str](), b"")
GONE = (410, dict[str, str](), b"")
BROKEN = (500, dict[str, str](), b"")


@pytest.fixture
def server(settings):
    settings.WEB_ALLOWS_PRIVATE = True
    settings.SITE_URL = "https://jobs.example"
    with answering() as found:
        yield found


@pytest.fixture
def sam():
    return UserFactory(email="sam@example.org")


def told(person, key="reminder:1"):
    news = News(Kind.REMINDER, key, "Call Acme", body="Größe", path="/today")
    [row] = notices.tell_person(user=person, news=news, now=timezone.now()).deliveries
    return row


class Browser:
    """Reads what was encrypted for it. Source: RFC 8291, 3.4, from the other side."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        public = self.key.public_key()
        self.point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.secret = b"s" * 16

    def subscribe(self, person, endpoint):
        keys = {"p256dh": encoded(self.point), "auth": encoded(self.secret)}
        return notices.add_browser(user=person, endpoint=endpoint, **keys)

    def read(self, body):
        salt, theirs, sealed = body[:16], body[21:86], body[86:]
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)

        def derived(material, salt, info, length):
            return HKDF(SHA256(), length, salt, info).derive(material)

        shared = self.key.exchange(ec.ECDH(), point)
        info = b"WebPush: info\0" + self.point + theirs
        keyed = derived(shared, self.secret, info, 32)
        key = derived(keyed, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(keyed, salt, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02"))


class TestPush:
    def test_reaches_the_browser_that_alone_can_read_it(self, server, sam):
        server.paths["/push/1"] = (201, {}, b"")
        browser = Browser()
        browser.subscribe(sam, f"{server.url}/push/1")
        row = told(sam)
        assert delivering.deliver(row.pk, now=timezone.now())
        [(method, headers, body)] = server.sent
        assert (method, headers["Content-Encoding"]) == ("POST", "aes128gcm")
        message = browser.read(body)
        assert (message["title"], message["text"]) == ("Call Acme", "Größe")
        assert message["url"] == "https://jobs.example/today"
        token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
        assert jwt.decode(token, point, algorithms=["ES256"], audience=server.url)["sub"]
        row.refresh_from_db()
        assert (row.state, row.status_code) == (State.SENT, 201)

    @pytest.mark.parametrize("letter", ["ж", "面", "🙂"])
    def test_takes_a_long_message_in_any_script(self, server, sam, letter):
        server.paths["/push/1"] = (201, {}, b"")
        browser = Browser()
        browser.subscribe(sam, f"{server.url}/push/1")
        news = News(Kind.REMINDER, "reminder:1", letter * 300, body=letter * 900, path="/today")
        [row] = notices.tell_person(user=sam, news=news, now=timezone.now()).deliveries
        assert delivering.deliver(row.pk, now=timezone.now())
        [(_method, _headers, body)] = server.sent
        assert browser.read(body)["text"] == letter * 500

    def test_what_waited_for_one_person_is_not_told_to_the_next_at_the_same_browser(
        self, server, sam
    ):
        server.paths["/push/1"] = (201, {}, b"")
        Browser().subscribe(sam, f"{server.url}/push/1")
        row = told(sam)
        Browser().subscribe(UserFactory(), f"{server.url}/push/1")
        assert not delivering.deliver(row.pk, now=timezone.now())
        assert server.sent == []

    @pytest.mark.parametrize(
        "odd", [{"p256dh": "!" * 900}, {"auth": "~" * 90}, {"endpoint": "https://x\x00"}, {"label": "\x00"}]
    )  # fmt: skip
    def test_odd_keys_and_addresses_are_no_accident(self, client, sam, odd):
        point, secret = encoded(Browser().point), "c" * 22
        keys = {"endpoint": "https://push.example/1", "p256dh": point, "auth": secret}
        changed = {name: keys.get(name, "") + extra for name, extra in odd.items()}
        client.force_login(sam)
        answer = client.post(reverse("push-add"), {**keys, **changed})
        assert answer.status_code in {201, 400}

    def test_tests_are_no_way_to_knock_at_a_door_without_end(self, sam):
        browser = Browser().subscribe(sam, "https://push.example/1")
        for _ in range(20):
            notices.send_test(user=sam, subscription=browser, now=timezone.now())
        with pytest.raises(notices.TooManyTestsError):
            notices.send_test(user=sam, subscription=browser, now=timezone.now())

    @pytest.mark.parametrize("status", [404, 410])
    def test_forgets_a_browser_that_is_gone(self, server, sam, status):
        server.paths["/push/1"] = (status, {}, b"")
        Browser().subscribe(sam, f"{server.url}/push/1")
        assert not delivering.deliver(told(sam).pk, now=timezone.now())
        assert not PushSubscription.objects.exists()

    def test_asks_nobody_inside_the_network(self, server, sam, settings):
        settings.WEB_ALLOWS_PRIVATE = False
        Browser().subscribe(sam, f"{server.url}/push/1")
        row = told(sam)
        assert not delivering.deliver(row.pk, now=timezone.now())
        assert server.asked == []
        row.refresh_from_db()
        assert (row.state, bool(row.error)) == (State.QUEUED, True)

    def test_a_browser_belongs_to_whoever_signed_in_there_last(self, sam):
        browser, other = Browser(), UserFactory()
        for person in (sam, other):
            browser.subscribe(person, "https://push.example/1")
        assert PushSubscription.objects.get().user == other


class TestWebhook:
    @pytest.fixture
    def secret(self, server, sam):
        server.paths["/hook"] = OK
        return notices.set_webhook(user=sam, url=f"{server.url}/hook")

    def test_is_signed_so_that_its_owner_knows_us(self, server, sam, secret):
        row = told(sam)
        assert delivering.deliver(row.pk, now=timezone.now())
        assert not delivering.deliver(row.pk, now=timezone.now())
        [(_method, headers, body)] = server.sent
        said = {name.lower(): value for name, value in headers.items()}
        what = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret.removeprefix("whsec_"))
        digest = base64.b64encode(hmac.new(key, what, hashlib.sha256).digest()).decode()
        assert said["webhook-signature"] == f"v1,{digest}"
        assert json.loads(body)["id"] == str(row.notification_id) == said["webhook-id"]
        assert "Größe" in body.decode()
        assert secret not in Webhook.objects.get().secret

    def test_is_tried_again_with_longer_and_longer_pauses(self, server, sam, secret):
        row, now = told(sam), timezone.now()
        server.paths["/hook"] = BROKEN
        pauses = []
        while row.state == State.QUEUED:
            assert not delivering.deliver(row.pk, now=now)
            row.refresh_from_db()
            pauses.append((row.due_at - now).total_seconds() / 60)
            now = max(now, row.due_at)
        assert pauses[:4] == [1, 5, 30, 120]
        assert (row.state, row.attempts, row.status_code) == (State.FAILED, 5, 500)
        assert Webhook.objects.get().failures == 1

    def test_that_keeps_failing_is_switched_off_and_its_owner_told(self, server, sam, secret):
        server.paths["/hook"] = BROKEN
        Webhook.objects.update(failures=delivering.MOST_FAILURES - 1)
        row = told(sam)
        Delivery.objects.update(attempts=len(delivering.PAUSES))
        assert not delivering.deliver(row.pk, now=timezone.now())
        hook = Webhook.objects.get()
        assert hook.disabled_at is not None
        assert "500" in hook.why_disabled
        notice = Notification.objects.get(kind=Kind.ACCOUNT)
        assert "switched off" in notice.title
        news = News(Kind.REMINDER, "later", "More")
        later = notices.tell_person(user=sam, news=news, now=timezone.now())
        assert later.deliveries == []
        assert notices.enable_webhook(user=sam)
        assert len(told(sam, "again").error) == 0

    def test_that_says_gone_is_switched_off_at_once(self, server, sam, secret):
        server.paths["/hook"] = GONE
        delivering.deliver(told(sam).pk, now=timezone.now())
        assert Webhook.objects.get().disabled_at is not None

    def test_success_forgets_the_failures(self, server, sam, secret):
        Webhook.objects.update(failures=3)
        assert delivering.deliver(told(sam).pk, now=timezone.now())
        assert Webhook.objects.get().failures == 0

    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://169.254.169.254/latest",
            "http://localhost/",
        ],
    )
    def test_never_asks_inside(self, server, sam, settings, url):
        settings.WEB_ALLOWS_PRIVATE = False
        notices.set_webhook(user=sam, url=url)
        row = told(sam)
        assert not delivering.deliver(row.pk, now=timezone.now())
        row.refresh_from_db()
        assert "not a place on the public internet" in row.error

    def test_follows_no_redirect(self, server, sam, secret):
        server.paths["/hook"] = (302, {"Location": f"{server.url}/elsewhere"}, b"")
        assert not delivering.deliver(told(sam).pk, now=timezone.now())
        assert server.asked == ["/hook"]

    def test_what_nobody_could_deliver_in_time_is_given_up(self, server, sam, secret):
        row = told(sam)
        assert delivering.put_in_order(now=row.expires_at) == []
        row.refresh_from_db()
        assert row.state == State.DROPPED

    def test_log_is_forgotten_after_a_month(self, server, sam, secret):
        row = told(sam)
        delivering.deliver(row.pk, now=timezone.now())
        delivering.put_in_order(now=timezone.now() + delivering.KEPT + timedelta(days=1))
        assert not Delivery.objects.exists()


class TestPage:
    def test_shows_the_secret_once_tests_and_shows_the_log(self, client, server, sam):
        server.paths["/hook"] = OK
        client.force_login(sam)
        client.post("/settings/notifications/webhook", {"url": f"{server.url}/hook"})
        assert "whsec_" in client.get("/settings/notifications").content.decode()
        assert "whsec_" not in client.get("/settings/notifications").content.decode()
        client.post("/settings/notifications/webhook", {"act": "test"})
        assert delivering.deliver(Delivery.objects.get().pk, now=timezone.now())
        page = client.get("/settings/notifications").content.decode()
        assert "Delivered 204" in page
        assert json.loads(server.sent[0][2])["kind"] == "TEST"
        client.post("/settings/notifications/webhook", {"act": "remove"})
        assert not Webhook.objects.exists()

    def test_wants_an_address_that_is_encrypted(self, client, sam):
        client.force_login(sam)
        answer = client.post("/settings/notifications/webhook", {"url": "http://example.org/"})
        assert answer.status_code == 422
        assert "must begin with https://" in answer.content.decode()
