"""Addresses that deliveries may go to, in every form in which an address can be written."""

import pytest

from doorlist.rules.addresses import Reach, refusal, url_refusal

PUBLIC, LOOPBACK, PRIVATE = Reach(), Reach(loopback=True), Reach(private=True)

OF_LOOPBACK = (
    "127.0.0.1",
    "127.255.255.254",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::7f00:1",
)
OF_PRIVATE = (
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.127.255.255",
    "fc00::1",
    "fd12:3456::1",
    "169.254.1.1",
    "fe80::1",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "::ffff:169.254.1.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "192.0.2.1",
    "198.18.0.1",
    "2001:db8::1",
)
NEVER = (
    "0.0.0.0",
    "0.1.2.3",
    "::",
    "224.0.0.1",
    "239.255.255.250",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "fd00:ec2::254",
    "100.100.100.200",
    "169.254.170.2",
    "169.254.170.23",
    "fd00:ec2::23",
    "fd20:ce::254",
    "168.63.129.16",
    "192.0.0.192",
    "64:ff9b::a83f:8110",
    "fec0::1",
    "2001::1",
    "64:ff9b:1::a00:1",
    "::ffff:0.0.0.0",
)
OPEN = ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("host", OPEN)
def test_a_public_address_is_reached_with_tls_alone(host: str) -> None:
    for reach in (PUBLIC, LOOPBACK, PRIVATE):
        assert refusal(host, reach, encrypted=True) == ""
        assert "use https" in refusal(host, reach, encrypted=False)


@pytest.mark.parametrize("host", OF_LOOPBACK)
def test_this_machine_is_reached_where_that_is_allowed(host: str) -> None:
    for encrypted in (True, False):
        assert "loopback" in refusal(host, PUBLIC, encrypted=encrypted)
        assert refusal(host, LOOPBACK, encrypted=encrypted) == ""
        assert refusal(host, PRIVATE, encrypted=encrypted) == ""


@pytest.mark.parametrize("host", OF_PRIVATE)
def test_the_network_around_is_reached_where_that_is_allowed(host: str) -> None:
    for encrypted in (True, False):
        assert refusal(host, PUBLIC, encrypted=encrypted)
        assert refusal(host, LOOPBACK, encrypted=encrypted)
        assert refusal(host, PRIVATE, encrypted=encrypted) == ""


@pytest.mark.parametrize("host", NEVER)
def test_some_addresses_are_nobodys_receiver(host: str) -> None:
    for reach in (PUBLIC, LOOPBACK, PRIVATE):
        assert refusal(host, reach, encrypted=True)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://receiver.example/hook?a=b", ""),
        ("https://8.8.8.8:8443/", ""),
        ("http://receiver.example/", "use https"),
        ("http://8.8.8.8/", "8.8.8.8 is a public address: use https"),
        ("https://127.0.0.1/", "127.0.0.1 is a loopback address: deliveries go there with --allow-private alone"),
        ("https://[::1]/", "::1 is a loopback address: deliveries go there with --allow-private alone"),
        (
            "https://[::ffff:10.0.0.1]/",
            "::ffff:10.0.0.1 is a private address: deliveries go there with --allow-private alone",
        ),
        ("https://user:pass@receiver.example/", "it holds a user name or a password"),
        ("https://receiver.example/#part", "it holds a fragment (#)"),
        ("ftp://receiver.example/", "it is no http or https address"),
        ("https:///path", "it is no http or https address"),
        ("https://receiver.example:99999/", "it is malformed: Port out of range 0-65535"),
        ("https://[::1/", "it is malformed: Invalid IPv6 URL"),
    ],
)
def test_an_address_of_the_web_says_what_is_wrong_with_it(url: str, why: str) -> None:
    assert url_refusal(url, PUBLIC) == why


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0X7F.0.0.1",
        "127.0.0.0x1",
        "127.0.0.1.",
        "127.000.000.001",
        "१२७.०.०.१",
        "②①③⓪⑦⓪⑥④③③",
    ],
)
def test_a_number_in_another_spelling_is_no_receiver_wherever_it_leads(host: str) -> None:
    for reach in (PUBLIC, LOOPBACK, PRIVATE):
        assert "no address as four numbers" in url_refusal(f"https://{host}/", reach)
