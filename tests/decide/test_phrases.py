"""What pages that are no terms say of themselves, language by language, and what terms say that sounds alike."""

from __future__ import annotations

import pytest

from monitor.decide.phrases import calls, names_terms, said, states, welcomes

SAID = {
    "challenge": (
        "Before we let you in, please confirm that you are a human",
        "Bitte bestätigen Sie kurz, dass Sie ein Mensch sind",
        "Confirmez que vous êtes humain pour poursuivre",
        "Confirma que eres humano antes de seguir",
        "Confirme que é humano para avançar",
        "Conferma di essere umano per proseguire",
        "Bevestig eerst dat u geen robot bent",
        "Potwierdź, że jesteś człowiekiem",
        "Bekräfta att du är en människa",
        "あなたが人間であることを確認しています",
        "请确认您是真人",
    ),
    "script": (
        "Our pages need JavaScript, so kindly turn it on",
        "Bitte schalten Sie JavaScript ein, damit die Seite erscheint",
        "Veuillez activer JavaScript pour voir ce contenu",
        "Active JavaScript para ver este contenido",
        "Ative o JavaScript para ver este conteúdo",
        "Attiva JavaScript per vedere questi contenuti",
        "Schakel JavaScript in om verder te lezen",
        "Włącz JavaScript, aby zobaczyć treść",
        "Aktivera JavaScript för att läsa vidare",
        "JavaScriptを有効にしてください",
        "请启用JavaScript后再访问",
    ),
    "blocked": (
        "Access to this page has been restricted",
        "Der Zugriff auf diese Adresse wurde verweigert",
        "L'accès à cette adresse est refusé",
        "El acceso a esta dirección está bloqueado",
        "O acesso a este endereço foi negado",
        "L'accesso a questo indirizzo è stato negato",
        "De toegang tot dit adres is geweigerd",
        "Odmowa dostępu do tego adresu",
        "Åtkomst till adressen nekad",
        "このアドレスへのアクセスが拒否されました",
        "您所在的地区无法使用本服务",
    ),
    "maintenance": (
        "The shop is down for some maintenance tonight",
        "Derzeit führen wir Wartungsarbeiten durch",
        "Une opération de maintenance nous occupe",
        "Estamos en labores de mantenimiento",
        "O portal está em manutenção até amanhã",
        "Il portale è in manutenzione fino a domani",
        "Ons portaal is vanwege onderhoud gesloten",
        "Trwają prace serwisowe na stronie",
        "Just nu pågår underhåll av webbplatsen",
        "ただいまサーバーをメンテナンスしております",
        "网站正在维护，请等待",
    ),
    "missing": (
        "That page does not seem to exist any more, or was never here",
        "Die gewünschte Seite gibt es nicht",
        "Cette page n'existe plus chez nous",
        "La página que buscas ya no existe",
        "A página que procura não existe",
        "La pagina richiesta non esiste",
        "De gevraagde pagina bestaat niet",
        "Nie znaleziono strony o tym adresie",
        "Sidan du söker finns inte",
        "指定されたページが見つかりませんでした",
        "您要访问的页面不存在",
    ),
    "login": (
        "You need to log in before you can read on",
        "Melden Sie sich bitte mit Ihrem Konto an",
        "Connectez-vous pour lire la suite",
        "Inicia sesión para seguir leyendo",
        "Inicie sessão para continuar a ler",
        "Accedi per continuare a leggere",
        "Log in om verder te lezen",
        "Zaloguj się, aby czytać dalej",
        "Logga in för att läsa vidare",
        "続きを読むにはログインしてください",
        "请先登录后查看",
    ),
    "consent": (
        "Accept all cookies, or choose which ones",
        "Alle Cookies zulassen oder einzeln wählen",
        "Tout accepter ou choisir un par un",
        "Aceptar todas o elegir una por una",
        "Aceitar todos ou escolher um a um",
        "Accetta tutti o scegli uno per uno",
        "Alle cookies toestaan of zelf kiezen",
        "Zaakceptuj wszystkie albo wybierz",
        "Godkänn alla eller välj själv",
        "すべてのクッキーを許可する",
        "接受所有选项或逐一选择",
    ),
    "error": (
        "An unknown problem keeps us from showing this",
        "Leider ist ein Fehler aufgetreten",
        "Une erreur interne est survenue",
        "Se ha producido un error al cargar",
        "Ocorreu um erro ao carregar",
        "Si è verificato un errore durante il caricamento",
        "Er is iets misgegaan bij het laden",
        "Wystąpił błąd podczas ładowania",
        "Ett fel har inträffat vid laddningen",
        "読み込み中にエラーが発生しました",
        "加载时发生错误",
    ),
}


@pytest.mark.parametrize(("kind", "sentence"), [(kind, one) for kind, row in SAID.items() for one in row])
def test_a_sentence_says_what_the_page_is(kind: str, sentence: str) -> None:
    """In each of the eleven languages."""
    assert said(sentence.lower()) == kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("redirect", "You are being redirected to another address"),
        ("redirect", "Sie werden in Kürze weitergeleitet"),
        ("placeholder", "This domain name is for sale"),
        ("placeholder", "Cette page est en construction"),
        ("login", "Forgot your password?"),
        ("blocked", "Too many requests"),
        ("error", "502 Bad Gateway"),
        ("challenge", "Please wait while we have a look at your browser"),
    ],
)
def test_other_pages_say_what_they_are(kind: str, sentence: str) -> None:
    """The commonest sentences of pages that only stand in for others."""
    assert said(sentence.lower()) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "You may not use robots, spiders or scrapers to read our pages.",
        "Your password is yours alone, and you answer for its use.",
        "We correct errors in an invoice within ten days.",
        "Support answers within four hours on working days.",
        "The customer maintains a firewall of its own.",
        "Access rights end with the contract.",
        "Fehler in der Rechnung sind binnen zehn Tagen zu melden.",
        "Le client signale toute erreur de facturation dans les dix jours.",
        "El cliente mantiene en secreto su contraseña.",
        "当社は契約者に通知します",
        "我们会提前三十天通知您",
    ],
)
def test_what_terms_say_is_nothing_of_the_kind(sentence: str) -> None:
    """Robots, passwords, errors and support are what clauses are made of."""
    assert said(sentence.lower()) is None


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("missing", "Oh dear! Page not found | Northline"),
        ("missing", "404 - Northline"),
        ("maintenance", "Harbor Cloud: back soon"),
        ("blocked", "Zugriff verweigert"),
    ],
)
def test_a_title_states_what_the_page_is(kind: str, title: str) -> None:
    """Also where the name of the site stands beside it."""
    assert (states(title) or calls(title)) == kind


@pytest.mark.parametrize(
    "title",
    [
        "What we credit when a page is not found during a call",
        "Maintenance and support terms",
        "Login and password rules",
        "Error credits",
    ],
)
def test_a_title_that_says_more_states_nothing(title: str) -> None:
    """A document may be about such things."""
    assert states(title) is None
    assert calls(title) is None


@pytest.mark.parametrize(
    "title",
    ["Terms of Use", "Northline | Datenschutzerklärung", "Mentions légales", "Condiciones de uso",
     "Política de cookies", "Informativa privacy",
     "Algemene voorwaarden", "Regulamin serwisu", "Allmänna villkor",
     "利用規約", "服务条款", "Privacy - Northline", "Service Level Agreement"],
)  # fmt: skip
def test_terms_are_known_by_their_name(title: str) -> None:
    """In each of the eleven languages."""
    assert names_terms(title)


@pytest.mark.parametrize("title", ["Before you continue", "Your privacy", "Welcome to Northline", "Sign in", "ホーム"])
def test_other_pages_do_not_bear_the_name_of_terms(title: str) -> None:
    """Though they speak of privacy, too."""
    assert not names_terms(title)


@pytest.mark.parametrize("title", ["Welcome to Northline", "Northline | Startseite", "Bienvenue", "首页"])
def test_a_home_page_is_known_by_its_title(title: str) -> None:
    """It greets, or calls itself the first."""
    assert welcomes(title)
    assert not welcomes("Terms of Use")
