"""Names that lead to where deliveries may not go, at once or later, and in forms that hide it."""

import asyncio
import socket
from collections.abc import Sequence

import pytest
from courier import receivers
from courier.receivers import Receiver, receiving

from doorlist.courier import sending
from doorlist.courier.resolving import Unreachable, VettedResolver
from doorlist.courier.sending import Sender, Sent
from doorlist.rules.addresses import Reach

LOOPBACK = Reach(loopback=True)


class Names:
    """A resolver in the test's hands: each look-up of any name gets the next answer, and the last one over and over."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def sent(url: str, *, reach: Reach = LOOPBACK, names: Names | None = None, times: int = 1) -> list[Sent]:
    async def scene() -> list[Sent]:
        async with Sender(reach, deadline_s=5, **({} if names is None else {"lookup": names})) as sender:
            return [await sender.send(url, "{}", {}) for _ in range(times)]

    return asyncio.run(scene())


def resolved(*addresses: str) -> list[str]:
    resolver = VettedResolver(Reach(), encrypted=True, lookup=Names(addresses))
    return [each["host"] for each in asyncio.run(resolver.resolve("receiver.example", 443, socket.AF_UNSPEC))]


def test_of_a_names_addresses_those_are_used_that_deliveries_may_go_to() -> None:
    assert resolved("10.0.0.1", "8.8.8.8", "::1", "2606:2800:220:1::1") == ["8.8.8.8", "2606:2800:220:1::1"]


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "0.0.0.0"])
def test_a_name_that_leads_nowhere_else_is_refused(address: str) -> None:
    with pytest.raises(Unreachable, match=r"receiver\.example: .* is a "):
        resolved(address)


def test_a_name_without_an_address_is_refused() -> None:
    with pytest.raises(Unreachable, match="it has no address"):
        resolved()


def test_the_connection_goes_to_the_address_that_was_looked_at_and_keeps_the_name() -> None:
    names = Names(["127.0.0.1"])

    async def scene() -> tuple[Receiver, Sent]:
        async with receiving() as receiver, Sender(LOOPBACK, lookup=names) as sender:
            url = f"http://receiver.example:{receiver.port}/hook"
            return receiver, await sender.send(url, '{"event":"e"}', {})

    receiver, result = asyncio.run(scene())
    assert result.reason == ""
    assert receiver.got[0].headers["host"] == f"receiver.example:{receiver.port}"
    assert names.asked == ["receiver.example"], "looked up once, and connected to just that"


def test_a_name_that_turns_to_a_private_address_later_is_refused_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "NAME_KEPT_S", 0)
    names = Names(["127.0.0.1"], ["10.0.0.1"])

    async def scene() -> list[Sent]:
        closing = receivers.status(200, "Connection: close")
        async with receiving(closing) as receiver, Sender(LOOPBACK, lookup=names) as sender:
            url = f"http://receiver.example:{receiver.port}/hook"
            return [await sender.send(url, '{"event":"e"}', {}) for _ in range(2)]

    first, second = asyncio.run(scene())
    assert first.reason == ""
    assert (
        second.reason
        == "receiver.example: 10.0.0.1 is a private address: deliveries go there with --allow-private alone"
    )


def test_a_private_name_gets_no_connection_at_all() -> None:
    async def scene() -> tuple[Receiver, Sent]:
        async with receiving() as receiver, Sender(Reach(), lookup=Names(["127.0.0.1"])) as sender:
            result = await sender.send(f"https://receiver.example:{receiver.port}/", "{}", {})
            await asyncio.sleep(0)
            return receiver, result

    receiver, result = asyncio.run(scene())
    assert (
        result.reason
        == "receiver.example: 127.0.0.1 is a loopback address: deliveries go there with --allow-private alone"
    )
    assert receiver.connections == 0


def test_without_tls_a_name_must_not_lead_to_the_public_internet() -> None:
    (result,) = sent("http://receiver.example/", names=Names(["8.8.8.8"]))
    assert result.reason == "receiver.example: 8.8.8.8 is a public address: use https"


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001"),
        *("localhost", "localhost.", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "0", "0.0.0.0"),
        *("169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "%31%32%37.0.0.1", "①②⑦.⓪.⓪.①"),
    ],
)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_no_way_of_writing_an_address_leads_to_this_machine(host: str, scheme: str) -> None:
    async def scene() -> tuple[Receiver, Sent]:
        async with receiving() as receiver, Sender(Reach(), deadline_s=5) as sender:
            return receiver, await sender.send(f"{scheme}://{host}:{receiver.port}/", "{}", {})

    receiver, result = asyncio.run(scene())
    assert result.reason
    assert receiver.connections == 0


def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> tuple[Receiver, Receiver]:
        async with receiving() as proxy, receiving() as receiver:
            for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
                monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            async with Sender(LOOPBACK) as sender:
                await sender.send(receiver.url, '{"event":"e"}', {})
            return proxy, receiver

    proxy, receiver = asyncio.run(scene())
    assert (proxy.connections, len(receiver.got)) == (0, 1)


def test_a_receiver_without_a_certificate_that_is_trusted_is_refused() -> None:
    async def scene() -> Sent:
        async with receiving(receivers.talks_nonsense) as receiver, Sender(LOOPBACK, deadline_s=5) as sender:
            return await sender.send(f"https://127.0.0.1:{receiver.port}/", "{}", {})

    assert asyncio.run(scene()).reason
