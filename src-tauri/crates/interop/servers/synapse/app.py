"""Synapse, a server of Matrix: access tokens of seconds and refresh tokens, for a client that says it wants them."""

import json
import sys
from pathlib import Path

from synapse.app.homeserver import main

PORT, DATA = int(sys.argv[1]), Path(sys.argv[2])

# JSON is YAML.
often = {"per_second": 1000, "burst_count": 1000}
config = {
    "server_name": "localhost",
    "pid_file": str(DATA / "pid"),
    "listeners": [
        {
            "type": "http",
            "port": PORT,
            "bind_addresses": ["127.0.0.1"],
            "resources": [{"names": ["client"], "compress": False}],
        }
    ],
    "database": {"name": "sqlite3", "args": {"database": str(DATA / "db.sqlite3")}},
    "log_config": str(DATA / "log.config"),
    "media_store_path": str(DATA / "media"),
    "signing_key_path": str(DATA / "signing.key"),
    "macaroon_secret_key": "of-a-server-that-lives-for-a-minute",
    "form_secret": "and-on-loopback",
    "report_stats": False,
    "trusted_key_servers": [],
    "federation_domain_whitelist": [],
    "bcrypt_rounds": 4,
    # What is left of it when the answer is written must be 5 s, too.
    "refreshable_access_token_lifetime": "6s",
    "refresh_token_lifetime": "120s",
    # Many sign in within seconds here.
    "rc_login": {"address": often, "account": often, "failed_attempts": often},
    "modules": [{"module": "control.Control", "config": {}}],
}
log = {
    "version": 1,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stdout"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
    "loggers": {"synapse.access": {"level": "INFO"}},
    "disable_existing_loggers": False,
}
(DATA / "config").write_text(json.dumps(config))
(DATA / "log.config").write_text(json.dumps(log))
start = [sys.argv[0], "-c", str(DATA / "config")]
if not (DATA / "signing.key").exists():
    from synapse.config.homeserver import HomeServerConfig

    HomeServerConfig.load_or_generate_config("Synapse", [*start[1:], "--generate-keys"])
sys.argv = start
main()
