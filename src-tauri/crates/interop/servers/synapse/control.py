"""A module of Synapse: makes its people when it starts, and has the control routes."""

from synapse.module_api import DirectServeJsonResource, ModuleApi
from twisted.internet import reactor

PEOPLE = {"ann": "ann-pw-1", "tom": "tom-pw-1"}


class Route(DirectServeJsonResource):
    def __init__(self, api, answer):
        super().__init__(clock=api._hs.get_clock())
        self.answer = answer

    async def _async_render_GET(self, request):
        return await self.answer()

    _async_render_POST = _async_render_GET


class Control:
    def __init__(self, config, api: ModuleApi):
        self.server, self.refreshes, self.filled = api._hs, 0, False
        for name in ("ready", "end", "count"):
            api.register_web_resource(f"/control/{name}", Route(api, getattr(self, name)))
        reactor.callWhenRunning(self.begin)

    def begin(self):
        self.server.run_as_background_process("fill", self.fill)

    async def fill(self):
        handler = self.server.get_auth_handler()
        for name, password in PEOPLE.items():
            await self.server.get_registration_handler().register_user(
                localpart=name, password_hash=await handler.hash(password)
            )
        refresh = handler.refresh_token

        async def counted(*args, **options):
            granted = await refresh(*args, **options)
            self.refreshes += 1
            return granted

        handler.refresh_token = counted
        self.filled = True

    async def ready(self):
        return (200 if self.filled else 503), {}

    async def count(self):
        return 200, self.refreshes

    async def end(self):
        """What "sign out everywhere" does, for everybody."""
        for name in PEOPLE:
            person = f"@{name}:localhost"
            await self.server.get_device_handler().delete_all_devices_for_user(person)
            await self.server.get_auth_handler().delete_access_tokens_for_user(person)
        return 200, {}
