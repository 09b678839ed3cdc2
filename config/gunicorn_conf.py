"""Gunicorn's options, however the portal is run; `BIND`, `WEB_WORKERS` and `WEB_THREADS` choose the size."""

from config import env

bind = env.text("BIND", "127.0.0.1:8000")
workers = env.integer("WEB_WORKERS", 2)
threads = env.integer("WEB_THREADS", 4)
worker_class = "gthread" if threads > 1 else "sync"
preload_app = True  # one import for all workers: a faster start, and shared memory
timeout = 60
graceful_timeout = 20
keepalive = 15
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108  a heartbeat on a slow disk would get healthy workers killed
forwarded_allow_ips = env.text("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = env.text("ACCESS_LOG") or None
errorlog = "-"
