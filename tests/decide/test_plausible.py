"""Whether a page is the terms at all: at first sight, and beside the last good revision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare
from monitor.decide import Doubt, Sight, plausible
from monitor.model import Past
from monitor.read import read
from tests.decide.pages import CLAUSES, SOURCE, document, page, terms_page
from tests.decide.sights import ANEW, GERMAN, LOGIN, first, kind_of, later, terms_of

HOSTILE = {
    "a check for robots": (
        "challenge",
        document("<p>Hold on: we have to make sure that you are a human before we go on.</p>", "Northline"),
    ),
    "a check for robots that is known by its title alone": (
        "challenge",
        document("<p>northline.example is looking at how you came here, which takes five seconds or so.</p>",
                 "One moment please"),
    ),
    "a check in Chinese": ("challenge", document("<p>请完成安全验证，然后继续访问本站。</p>", "北线")),
    "a refusal": (
        "blocked",
        document("<h1>Access denied</h1><p>Your address is on our list.</p><p>Incident 77-19-2</p>", "Northline"),
    ),
    "a refusal by country": (
        "blocked",
        document("<h1>Northline</h1><p>Notre service n'est pas disponible dans votre pays.</p>", "Northline"),
    ),
    "a consent wall": (
        "consent",
        document(
            "<h1>Before you continue</h1><p>Cookies keep this place running and measure who comes by. You decide which "
            "of them may stay.</p><button>Fine</button>", "Northline",
        ),
    ),
    "a consent wall that is known by its sentences": (
        "consent",
        document("<h1>Northline</h1><p>Vi använder cookies på sidan. Godkänn alla, eller hantera dina val.</p>"),
    ),
    "maintenance": (
        "maintenance",
        document("<h1>Wir sind bald wieder für Sie da</h1><p>Heute Nacht ziehen unsere Server um.</p>", "Northline"),
    ),
    "a page not found": (
        "missing",
        document("<h1>Página no encontrada</h1><p>Prueba con el buscador o vuelve al inicio.</p>", "Northline"),
    ),
    "a page not found that goes on and on": (
        "missing",
        document(
            "<h1>This page cannot be found</h1>" + "".join(
                f"<p>Number {n}: our customers tell each other how they came to like calling people all over the world "
                "with Northline, and we are glad to print what they say here.</p>" for n in range(20)), "Northline",
        ),
    ),
    "a login page that is known by its words": (
        "login",
        document("<h1>Northline</h1><p>Forgot your password?</p><p>Don't have an account?</p>", "Northline"),
    ),
    "a login page that is known by its form": ("login", LOGIN),
    "an error": (
        "error",
        document("<h1>Northline</h1><p>Qualcosa è andato storto. Riprova più tardi.</p>", "Northline"),
    ),
    "a shell for scripts with the title of terms": (
        "script",
        document("<h1>Terms of Use</h1><p>Please turn on JavaScript to read these terms.</p>", "Terms of Use"),
    ),
    "a shell for scripts with a long title of terms": (
        "script",
        document("<h1>General terms and conditions of use for voice services</h1><p>Please enable JavaScript.</p>"),
    ),
    "a page not found that is above all sorry": (
        "missing",
        document("<p>The page does not exist.</p><p>Sorry, something went wrong: try again later, or reload.</p>"),
    ),
    "a shell for scripts with a footer": (
        "bare",
        document("<div id=app></div><footer><p>© 2026 Northline Telecom, Cork. All rights reserved.</p></footer>"),
    ),
    "a shell with nothing but the title of terms": ("bare", document("<h1>Terms of Use</h1>", "Terms of Use")),
    "a page that sends on by its text": ("redirect", document("<p>You are being redirected to our new site.</p>")),
    "a page that sends on by itself": (
        "redirect",
        document("<p>Our pages live elsewhere these days.</p>", "Northline",
                 "<meta http-equiv=refresh content='0; url=/new'>"),
    ),
    "a place that is kept free": ("placeholder", document("<h1>northline.example</h1><p>Deze website is te koop.</p>")),
    "a page that breaks off": ("truncated", terms_page()[:600]),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "markup"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_terms_is_not_believed_at_first_sight(kind: str, markup: str) -> None:
    """There is nothing to compare with: what the page says of itself and its shape must do."""
    assert first(markup) == kind


GENUINE = {
    "three sentences": document(
        "<h1>Terms</h1><p>These terms govern the use of Harbor Cloud. You may cancel with thirty days' notice. The law "
        "of Ireland applies.</p>", "Harbor Cloud",
    ),
    "three sentences without any name": document(
        "<h1>Harbor Cloud</h1><p>You pay every invoice within ten days. You may not resell what we host for you. "
        "We close accounts that send spam.</p>",
    ),
    "a German imprint without a sentence": document(
        "<h1>Impressum</h1><p>Hafenwolke GmbH<br>Kai 7<br>20457 Hamburg</p><p>HRB 12345</p>", "Hafenwolke",
    ),
    "a Japanese imprint in a table": document(
        "<h1>特定商取引法に基づく表記</h1><table><tr><td>販売業者</td><td>港雲株式会社</td></tr>"
        "<tr><td>所在地</td><td>横浜市</td></tr></table>",
    ),
    "French notices": document(
        "<h1>Mentions légales</h1><p>Nuage du Port, 3 quai des Brumes, Brest</p><p>Directrice : A. Le Gall</p>",
    ),
    "Chinese terms": document("<h1>隐私政策</h1><p>我们只保存您的电子邮件地址，绝不出售。</p>"),
    "a policy on cookies": document(
        "<h1>Cookie policy</h1><p>We use cookies to remember your basket. You can accept all cookies, or manage your "
        "preferences below. If you refuse cookies, the basket stays empty.</p>", "Harbor Cloud",
    ),
    "rules on robots": document(
        "<h1>Acceptable use</h1><p>Robots may fetch one page a second. We may ask you to prove that you are a human. "
        "Where we have detected unusual traffic, access is denied for a day.</p>", "Harbor Cloud",
    ),
    "rules on maintenance": document(
        "<h1>Service level agreement</h1><p>The site may be down for maintenance on Sundays. If the site is "
        "temporarily unavailable on any other day, five percent of the fee are credited.</p>", "Harbor Cloud",
    ),
    "rules on passwords, with a form to sign in at the top": document(
        "<form><input type=password></form><h1>Account rules</h1><p>You must sign in with a password of your own. "
        "Whoever has forgotten the password gets another one by mail, within a day.</p>", "Harbor Cloud",
    ),
    "rules on errors": document(
        "<h1>Conditions générales</h1><p>Une erreur de facturation se signale dans les dix jours. La page de suivi "
        "peut être temporairement indisponible. Le droit français s'applique.</p>",
    ),
    "terms that need scripts elsewhere": document(
        "<h1>Nutzungsbedingungen</h1><p>Ohne JavaScript lässt sich nichts bestellen, Sie benötigen es also. Der "
        "Vertrag läuft ein Jahr. Er endet durch Kündigung.</p>",
    ),
    "terms under the title of the login page": document(
        "<h1>Terms of use</h1><p>The portal is open to customers. Each user has one account. Irish law applies.</p>",
        "Log in | Harbor Cloud",
    ),
    "terms whose last tags are left out": "<title>Terms</title><h1>Terms</h1><p>You pay in ten days.<p>Law: Ireland.",
    "a tariff without a sentence": document(
        "<h1>Harbor Cloud</h1><ul>" + "".join(f"<li>Country {n}: {n} cents</li>" for n in range(1, 40)) + "</ul>"
    ),
    "a sentence that does not end": document(
        "<h1>Harbor Cloud</h1><p>Whoever keeps data in our harbor pays what the quay charges within ten days</p>"
    ),
    "one clause": document("<p>1. Calls cost nothing.</p>"),
    "long terms that begin with how to reach the page": terms_page(
        ("Where a page is not found, or access is denied, write to us.", *CLAUSES * 6), "Before you continue"
    ),
}  # fmt: skip


@pytest.mark.parametrize("markup", GENUINE.values(), ids=GENUINE.keys())
def test_short_terms_are_believed_at_first_sight(markup: str) -> None:
    """Whatever their language, and whatever their clauses are about."""
    assert first(markup) is None


def test_text_without_markup_is_judged_by_its_words() -> None:
    """Markdown and plain text have no surface."""
    assert first("# Terms\n\nYou pay in ten days.\n", kind="text/markdown") is None
    assert first("Voice terms, first clause", kind="text/plain") is None
    assert first("Redirecting to legal.northline.example", kind="text/plain") == "redirect"


def test_a_page_of_endless_words_is_judged_by_its_headings_alone() -> None:
    """It is short in words only; nobody looks through what no language is written in."""
    assert first(document(f"<p>Access denied.</p><p>{'x' * 9_000}.</p>")) is None
    assert first(document(f"<h1>Access denied</h1><p>{'x' * 9_000}.</p>")) == "blocked"


@pytest.mark.parametrize(
    "url",
    ["https://northline.example/", "https://northline.example/en-ie/", "https://northline.example/de/index.html",
     "https://northline.example/accounts/signin?next=%2Flegal%2Fvoice", "https://northline.example/voice"],
)  # fmt: skip
def test_a_redirect_away_from_the_terms_is_not_believed(url: str) -> None:
    """To a home page, to a place where one signs in, or far up: unless the page there bears the name of terms."""
    promotion = document(
        "<h1>Calls for everyone</h1><p>Bring your team, bring your numbers, and talk.</p>", "Northline"
    )
    expected = None if url.endswith("/voice") else "elsewhere"
    assert first(promotion, url) == expected
    assert first(promotion) is None
    assert first(terms_page(), url) is None


def test_a_page_that_calls_itself_the_home_page_is_not_believed() -> None:
    """By its canonical address; terms on a site that calls every page so are terms all the same."""
    canonical = "<link rel=canonical href='https://northline.example/'>"
    text = "<h1>Calls for everyone</h1><p>Bring your team, bring your numbers, and talk.</p>"
    assert first(document(text, "Northline", canonical)) == "elsewhere"
    assert first(terms_page(head=canonical)) is None


# --- beside the last good revision ------------------------------------------------------------

HOME = (
    "Calls that never drop, numbers in sixty countries, and people who answer within a minute.",
    "Thousands of teams trust their conversations to us, from two founders in a garage to whole cities.",
    "Start today, invite your colleagues, and see your first call before the coffee is cold.",
    "Add lines, add countries, add channels: the platform grows as your business grows.",
    "Read how Brightwater cut its phone bill in half and made twice as many people happy.",
    "Meet us in Lisbon this autumn and talk to the engineers who build the network.",
) * 3


@pytest.mark.parametrize(("kind", "markup"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_terms_is_not_believed_in_their_place(kind: str, markup: str) -> None:
    """Nor is it when something was there before; what the page says is the better reason than its size."""
    if kind == "bare":
        assert later(markup) in {"bare", "shrunk"}
    elif "goes on" not in markup:
        assert later(markup) == kind


def test_a_page_that_shrank_to_less_than_a_third_is_doubted() -> None:
    """Half of the terms may have been dropped; nearly all of them hardly."""
    assert later(terms_page(CLAUSES[:2])) == "shrunk"
    assert later(terms_page(CLAUSES[:5])) is None


def test_terms_in_another_language_are_doubted() -> None:
    """Also where the page is as long as ever and bears the name of terms."""
    assert later(terms_page(GERMAN, "Nutzungsbedingungen")) == "language"


def test_terms_that_gain_a_translation_are_not_doubted() -> None:
    """The old words are all there."""
    assert later(terms_page((*CLAUSES, *GERMAN * 2))) is None


def test_a_longer_home_page_in_the_place_of_the_terms_is_doubted() -> None:
    """It did not shrink; but hardly a word was kept, and it does not bear the name of terms any more."""
    assert later(terms_page(HOME, "Welcome to Northline", numbered=False)) == "elsewhere"
    assert later(terms_page(HOME, "Calls for everyone")) == "elsewhere"


def test_terms_written_anew_are_not_doubted() -> None:
    """Hardly a word was kept; but they stand where they stood and bear the name of terms."""
    assert later(terms_page(ANEW)) is None
    assert later(terms_page(ANEW, "Customer Agreement")) is None


def test_terms_without_a_name_may_be_written_anew() -> None:
    """Their title never was one that terms bear: the same words in it, or numbered clauses, speak for them."""
    before = terms_page(title="How we work", numbered=False)
    assert later(terms_page(ANEW, "How we work now", numbered=False), before=before) is None
    assert later(terms_page(ANEW, "Our promise to callers"), before=before) is None
    assert later(terms_page(ANEW, "Our promise to callers", numbered=False), before=before) == "elsewhere"
    assert (
        later(terms_page(ANEW, "Our promise to callers"), "https://northline.example/en/x/y/z", before) == "elsewhere"
    )
    assert later(terms_page(ANEW, "Welcome, callers"), before=before) == "elsewhere"
    assert later(terms_page(ANEW, "How we work now"), "https://northline.example/", before) == "elsewhere"


def test_other_words_beside_a_new_form_to_sign_in_are_doubted() -> None:
    """Where neither the old nor the new page bears the name of terms."""
    before = terms_page(title="How we work", numbered=False)
    form = terms_page(ANEW, "How we work").replace("<h1>", "<input type='password'><h1>")
    assert later(form, before=before) == "elsewhere"
    assert later(form, before=before.replace("<h1>", "<input type='password'><h1>")) is None


@pytest.mark.parametrize("url", ["https://northline.example/", "https://northline.example/signin"])
def test_terms_that_keep_their_words_may_move(url: str) -> None:
    """What is kept counts more than where it stands."""
    changed = (CLAUSES[0].replace("thirty", "ten"), *CLAUSES[1:])
    assert later(terms_page(changed, "Northline"), url) is None


def test_what_clauses_say_is_no_reason_while_the_words_are_kept() -> None:
    """A new clause may speak of robots, errors and pages that are not found; so may a new title."""
    more = "Where a page is not found, verify that you are human and try again later."
    assert later(terms_page((*CLAUSES, more))) is None
    assert later(terms_page((*CLAUSES, more), "Sign in")) is None


@pytest.mark.parametrize("share", [0.5, 0.8, 0.97])
def test_a_page_that_breaks_off_is_doubted(share: float) -> None:
    """No closing tag where there was one, and fewer words."""
    whole = terms_page()
    assert later(whole[: int(share * len(whole))]) == "truncated"


def test_a_page_that_stops_closing_its_tags_is_not_doubted() -> None:
    """All its words are there, and more; and one that never closed them may lose a clause."""
    more = terms_page((*CLAUSES, "Calls to emergency services are free."))
    unclosed = more.replace("</main></body></html>", "")
    assert later(unclosed) is None
    assert later(terms_page(CLAUSES[:8]).replace("</main></body></html>", ""), before=unclosed) is None


def test_a_part_that_reports_an_error_is_doubted() -> None:
    """One of several parts could not be had, and a heading says so; beside whole terms the same heading is nothing."""
    broken = "<h2>This page isn't available</h2><p>Try again later.</p>"
    assert later(terms_page(CLAUSES[:8]).replace("</main>", f"{broken}</main>")) == "partial"
    assert later(terms_page().replace("</main>", f"{broken}</main>")) is None
    before = terms_page().replace("</main>", f"{broken}</main>")
    assert later(terms_page(CLAUSES[:8]).replace("</main>", f"{broken}</main>"), before=before) is None


def test_a_text_that_was_good_before_is_not_doubted() -> None:
    """Whatever it looks like: it is among the revisions."""
    last, seen = terms_of(terms_page()), page(terms_page(CLAUSES[:2]))
    terms = read(seen, SOURCE)
    sight = Sight(seen, terms, compare(last, terms))
    past = Past(revision=2, terms=last, known={last.digest: 2})
    assert plausible(past, sight) == Doubt("shrunk")
    assert plausible(replace(past, known={last.digest: 2, terms.digest: 1}), sight) is None


def test_a_reason_is_a_sentence_that_holds_nothing_of_the_page() -> None:
    """Two pages of one kind give one reason, however their request numbers differ."""
    reasons = {
        doubt.reason
        for number in (17, 23)
        if (doubt := plausible(Past(), _sight(document(f"<h1>Access denied</h1><p>Incident {number}</p>"))))
    }
    assert reasons == {"the page refuses access, and shows no terms"}


def _sight(markup: str) -> Sight:
    return Sight(page(markup), terms_of(markup))


@given(
    st.lists(st.sampled_from([*CLAUSES, *HOME[:6], *GERMAN[:4]]), min_size=1, max_size=30),
    st.sampled_from(["Voice Terms", "Page not found", "Northline", ""]),
)
def test_a_page_is_never_doubted_beside_itself(clauses: list[str], title: str) -> None:
    """Whatever the last good revision is, the same words are good."""
    markup = terms_page(tuple(clauses), title)
    assert later(markup, before=markup) is None


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_is_judged(text: str, title: str) -> None:
    """No page breaks the judgement: it is doubted for a reason that has a sentence, or it is not."""
    terms = replace(terms_of(terms_page()), title=title)
    heading = replace(terms.clauses[0], heading=title, text=text)
    doubt = plausible(Past(), Sight(page("x"), replace(terms, clauses=(heading,))))
    assert doubt is None or doubt.reason


# --- what whole paragraphs outweigh ---------------------------------------------------------------

TOPICS = ("Rate limits", "Access restricted", "Log in", "Continue", "Consent", "Cookies", "Page not found")


@pytest.mark.parametrize("times", [2, 6])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_part_of_terms_may_be_headed_as_other_pages_are(topic: str, times: int) -> None:
    """Several paragraphs follow it, and say nothing of the kind."""
    paragraphs = "".join(f"<p>{clause}</p>" for clause in CLAUSES * times)
    assert first(document(f"<h1>Harbor Cloud</h1><h2>{topic}</h2>{paragraphs}")) is None


def test_a_title_that_reports_an_error_outweighs_paragraphs() -> None:
    """What stands below it is there to comfort the reader; over limits of use it is none."""
    paragraphs = "".join(f"<p>{clause}</p>" for clause in CLAUSES * 2)
    assert first(document(f"<h1>Page not found</h1>{paragraphs}")) == "missing"
    assert first(document(f"<h1>Access denied</h1>{paragraphs}")) == "blocked"
    assert first(document(f"<h1>Rate limits</h1>{paragraphs}")) is None


def test_a_few_short_lines_do_not_outweigh_a_heading() -> None:
    """A form has them, too."""
    lines = "<p>Use the code that we sent.</p><p>Or ask for another one.</p>"
    assert first(document(f"<h1>Harbor Cloud</h1><h2>Log in</h2>{lines}")) == "login"


PARAGRAPHS = "<!doctype html><title>Voice</title><body><div><p>" + "</p><p>".join(CLAUSES) + "</p></div>"


def test_the_last_tags_may_be_left_out() -> None:
    """HTML allows that, at first sight and beside a revision that has them."""
    whole = f"{PARAGRAPHS}</body></html>"
    assert first(PARAGRAPHS) is None
    assert first(f"{PARAGRAPHS}\n<!-- end -->\n<script>if (a<b) c()</script>\n") is None
    reworded = PARAGRAPHS.replace("by transfer and without deduction", "by transfer")
    assert later(reworded, before=whole) is None


@pytest.mark.parametrize("cut", ["</p></div>", "</div>", "/div>", "div>", "ays and then destroyed.</p></div>"])
def test_markup_that_leaves_more_open_breaks_off(cut: str) -> None:
    """In a tag, a word or an element."""
    assert first(PARAGRAPHS[: PARAGRAPHS.rindex(cut)]) == "truncated"


def test_whole_paragraphs_with_clearly_fewer_words_break_off() -> None:
    """Beside the last good revision."""
    short = "<body><p>" + "</p><p>".join(CLAUSES[:7]) + "</p>"
    assert first(short) is None
    assert later(short, before=f"{PARAGRAPHS}</body></html>") == "truncated"


def test_terms_that_moved_far_up_are_believed_where_their_address_names_them() -> None:
    """And they are whole paragraphs; a sentence there is not enough."""
    asked = "https://northline.example/legal/terms-2024/eu"
    text = document("<h1>Harbor Cloud</h1>" + "".join(f"<p>{clause}</p>" for clause in CLAUSES * 2))
    few = document("<h1>Calls for everyone</h1><p>Bring your team, bring your numbers, and talk.</p>")
    assert [_moved(asked, to, text) for to in ("/tos", "/terms-of-use.html", "/shop", "/")] == [
        None, None, "elsewhere", "elsewhere",
    ]  # fmt: skip
    assert _moved(asked, "/tos", few) == "elsewhere"


def _moved(asked: str, to: str, markup: str) -> str | None:
    found = page(markup, f"https://northline.example{to}")
    seen = replace(found, parts=(replace(found.parts[0], asked=asked),))
    return kind_of(plausible(Past(), Sight(seen, read(seen, SOURCE))))


# --- what was meant -------------------------------------------------------------------------------

LENGTHY = tuple(
    f"{clause} This goes for the {word} service, and for whoever uses it in the place of the customer."
    for word in ("first", "second", "third")
    for clause in CLAUSES
)
NOTICE = "<p>We are updating these terms. The new version applies from 1 August 2026.</p>"
SAID = {
    "a notice that came": ("", NOTICE),
    "a notice that was taken down": (NOTICE, ""),
    "another date": ("<p>Last updated: 1 May 2026</p>", "<p>Last updated: 2 May 2026</p>"),
}


@pytest.mark.parametrize(("before", "after"), SAID.values(), ids=SAID.keys())
@pytest.mark.parametrize("times", [1, 4])
def test_another_language_that_is_taken_out_as_announced_is_not_doubted(before: str, after: str, times: int) -> None:
    """Be it half of the page or most of it: what is left is terms, and says that it was meant."""
    whole, rest = terms_page((*LENGTHY, *_german(times))), terms_page(LENGTHY)
    assert later(_headed(rest, after), before=_headed(whole, before)) is None
    assert later(rest, before=whole) == ("lost" if times == 1 else "shrunk")


def _german(times: int) -> tuple[str, ...]:
    return tuple(
        f"{clause} Das gilt auch für den Dienst Nummer {n} des Anbieters."
        for n in range(6 * times)
        for clause in GERMAN[:4]
    )


def _headed(markup: str, notice: str) -> str:
    return markup.replace("</h1>", f"</h1>{notice}")
