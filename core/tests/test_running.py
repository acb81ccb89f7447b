"""Which worker reads which queue."""

from django.conf import settings

from core.running import AI_QUEUES, BULK_QUEUES, PROMPT_QUEUES, Plan


def commands():
    plan = Plan(host="127.0.0.1", port=1, live_port=2, workers=2)
    return {one.name: " ".join(one.command) for one in plan.services({})}


class TestServices:
    def test_reads_every_queue_once(self):
        queues = [*PROMPT_QUEUES, *BULK_QUEUES, *AI_QUEUES]
        assert len(queues) == len(set(queues))
        routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
        assert routed | {settings.CELERY_TASK_DEFAULT_QUEUE} <= set(queues)

    def test_waits_for_models_where_nothing_else_waits(self):
        told = commands()
        assert "--queues ai --pool threads" in told["ai"]
        assert all(
            ",ai" not in told[name] and " ai" not in told[name] for name in ("worker", "bulk")
        )
        assert all(queue in told["worker"] for queue in ("urgent", "mail"))

    def test_has_every_task_that_asks_a_model_in_that_queue(self):
        asking = {
            "accounts.tasks.try_model_key",
            "applications.tasks.write_preparation",
            "applications.tasks.write_tailoring",
            "resumes.tasks.read_again",
        }
        assert {settings.CELERY_TASK_ROUTES[name]["queue"] for name in asking} == {"ai"}
