"""Addresses without what differs between two visits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.addresses import hidden_mail, same_place, same_places, still_the_same, without_tracking


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://n.example/a?utm_source=mail", "https://n.example/a"),
        ("https://n.example/a?id=1&utm_source=mail&b=2", "https://n.example/a?id=1&b=2"),
        ("https://n.example/a?gclid=1#part", "https://n.example/a#part"),
        ("https://n.example/a;jsessionid=AB12?x=1", "https://n.example/a?x=1"),
        ("https://n.example/a?x=1&_=123", "https://n.example/a?x=1"),
        ("https://n.example/a?mycid=1", "https://n.example/a?mycid=1"),
        ("see (https://n.example/a?utm_source=mail) there", "see (https://n.example/a) there"),
        ("What is a? It is no address.", "What is a? It is no address."),
        ("Is a=b? It is no address.", "Is a=b? It is no address."),
        ("see https://n.example/a?utm_source=mail, or call", "see https://n.example/a, or call"),
        ("It is at https://n.example/a?id=1&utm_source=mail.", "It is at https://n.example/a?id=1."),
        ("https://n.example/a?utm_source=a,b&id=1", "https://n.example/a?id=1"),
        ("https://n.example/a?UTM_Source=mail&ID=1", "https://n.example/a?ID=1"),
        ("https://n.example/a?b=2&a=1&gbraid=x&c=3", "https://n.example/a?b=2&a=1&c=3"),
        ("https://n.example/a?LinkId=20&gclid=1", "https://n.example/a?LinkId=20"),
        ("https://n.example/a?fbclid=1&_hsenc=2&_hsmi=3&mc_cid=4&mc_eid=5&icid=6", "https://n.example/a"),
        ("https://n.example/a?PHPSESSID=ab12&x=1", "https://n.example/a?x=1"),
        ("see https://n.example/a;jsessionid=AB.node1, there", "see https://n.example/a, there"),
        ("https://n.example/(S(abcdefghij0123456789abcd))/a", "https://n.example/a"),
        ("https://n.example/a?utm_source", "https://n.example/a?utm_source"),
        ("https://n.example/a&utm_source=mail", "https://n.example/a"),
        ("https://n.example/a?ids[]=1&utm_source=mail&x=2", "https://n.example/a?ids[]=1&x=2"),
        ("https://n.example/a.pdf?X-Amz-Date=20260101T0Z&X-Amz-Signature=ab&id=1", "https://n.example/a.pdf?id=1"),
        ("https://n.example/a.pdf?Expires=17&Signature=a~b_&Key-Pair-Id=K1", "https://n.example/a.pdf"),
        ("https://n.example/a?hl=en&visit_id=63-25", "https://n.example/a?hl=en"),
        ("https://n.example/a?side=1&cbx=2&version=3&ref=4", "https://n.example/a?side=1&cbx=2&version=3&ref=4"),
    ],
)
def test_tracking_is_taken_off(address: str, clean: str) -> None:
    """Parameters that follow a visitor go, those that lead somewhere stay."""
    assert without_tracking(address) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a/", "http://www.n.example/a"),
        ("https://n.example/a?x=1&y=2", "https://n.example/a?y=2&x=1"),
        ("https://n.example/a#one", "https://n.example/a#two"),
        ("https://n.example/a?utm_source=1", "https://n.example/a"),
        ("#one", "#two"),
        ("https://n.example/%7Enorth%c3%a9/%41", "https://n.example/~north%C3%A9/A"),
        ("https://n.example:443/a", "https://n.example/a"),
        ("mailto:Legal@N.example?subject=Terms", "MAILTO:legal@n.example"),
        (
            "https://n.example/a?app-did=6f1c2b3a-1111-4222-8333-abcdefabcdef&x=1",
            "https://n.example/a?app-did=9f1c2b3a-2222-4222-8333-abcdefabcdef&x=1",
        ),
    ],
)
def test_two_ways_to_one_place_are_one(one: str, other: str) -> None:
    """Scheme, final slash, order of parameters and fragments lead nowhere else."""
    assert same_place(one) == same_place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a", "https://n.example/b"),
        ("https://n.example/a?id=1", "https://n.example/a?id=2"),
        ("https://n.example/a%2Fb", "https://n.example/a/b"),
        ("mailto:a@n.example", "mailto:b@n.example"),
        ("https://n.example/a", "https://m.example/a"),
    ],
)
def test_two_places_stay_two(one: str, other: str) -> None:
    """Another host, path, parameter or mail address is another place."""
    assert same_place(one) != same_place(other)


@pytest.mark.parametrize(
    "piece", ["?", "?a=", "&a=b", ";jsessionid=.", "?a.,", "=?&", "a=,.;", "&", "?&", ";jsessionid=a.!"]
)
def test_a_long_text_is_cleaned_in_one_go(piece: str) -> None:
    """However it is built, each part of it is looked at once: megabytes are nothing to wait for."""
    without_tracking(piece * (400_000 // len(piece)))


@given(st.text(st.sampled_from("ab?&=#/:[]()utm_sid;jsessionid. "), max_size=60))
def test_any_text_can_be_cleaned_and_once_is_enough(text: str) -> None:
    """No address is too broken to be looked at."""
    same_place(text)
    assert without_tracking(without_tracking(text)) == without_tracking(text)


def hidden(mail: str, code: int) -> str:
    """A mail address as Cloudflare hides it."""
    return bytes([code, *(byte ^ code for byte in mail.encode())]).hex()


@given(st.from_regex(r"[a-z._+-]{1,20}@[a-z-]{1,20}\.[a-z]{2,6}", fullmatch=True), st.integers(0, 255))
def test_a_hidden_mail_address_is_read_with_any_code(mail: str, code: int) -> None:
    """The code differs at every visit, the address does not."""
    target = f"https://n.example/cdn-cgi/l/email-protection#{hidden(mail, code)}"
    assert hidden_mail(target) == mail
    assert same_place(target) == same_place(f"mailto:{mail}")


@pytest.mark.parametrize("text", ["", "zz", "4", hidden("<b>[x](y)", 7), hidden("no address", 7), "ff" * 900])
def test_what_hides_no_mail_address_gives_none(text: str) -> None:
    """A page may put anything there."""
    assert hidden_mail(f"/cdn-cgi/l/email-protection#{text}") == ""


def test_a_hidden_mailbox_may_be_any_but_no_site() -> None:
    """Where only "[email protected]" was to be read, nobody can say which address it was."""
    unknown = same_place("/cdn-cgi/l/email-protection")
    assert same_places(unknown, same_place("mailto:legal@n.example"))
    assert not same_places(unknown, same_place("https://n.example/legal"))
    assert not same_places(same_place("mailto:a@n.example"), same_place("mailto:b@n.example"))


def test_only_a_mailbox_that_went_into_hiding_is_still_the_same() -> None:
    """Of one that came out of it nobody knows which it was."""
    hidden, shown = same_place("/cdn-cgi/l/email-protection"), same_place("mailto:legal@n.example")
    assert still_the_same(shown, hidden)
    assert still_the_same(hidden, hidden)
    assert not still_the_same(hidden, shown)
    assert not still_the_same(same_place("https://n.example/legal"), hidden)


def test_an_id_that_names_a_document_leads_to_it() -> None:
    """A parameter as opaque as a visitor's may say which document is meant."""
    one, other = (f"https://n.example/get?docId={mark}f1c2b3a-1111-4222-8333-abcdefabcdef" for mark in "69")
    assert same_place(one) != same_place(other)
