"""What pages that are no terms say of themselves: the patterns, by what the page is.

Each group of lines is a language: English, German, French, Spanish, Portuguese,
Italian, Dutch, Polish, Swedish, Japanese, Chinese. A line ends in a backslash where
it goes on in the next one.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

StateKind: TypeAlias = Literal[
    "challenge", "script", "blocked", "maintenance", "missing", "login", "consent", "redirect", "placeholder", "error"
]
"""What a page is in the place of terms; where a sentence speaks of two, the one that stands first here counts."""

SAID: dict[StateKind, str] = {
    "challenge": r"""
        (?:verify|confirm|prove|ensure|make sure|check)\w*(?: that)? (?:you(?:'re| are)|if you(?:'re| are)|you\
            (?:'re| are)? not) (?:an? |not an? )?(?:human|robot|bot|real person|person)
        checking (?:your (?:browser|connection|request)|if the (?:site|connection))
        (?:complete|solve|pass) (?:the|this|a) (?:\w+ )?(?:captcha|challenge|check|puzzle)
        (?:detected|noticed|received|is) (?:some )?(?:unusual|suspicious|automated|abnormal) (?:traffic\
            |activity|requests|behaviou?r)
        unusual traffic from|^please wait\b.{0,40}$|i'm not a robot|press (?:and|&) hold
        (?:type|enter) the (?:characters|letters|text) (?:you see|shown|in the)
        (?:human|robot|bot|browser|age) (?:verification|check)|security of your connection|not a (?:robot|bot)\b
        (?:bestätigen|beweisen|zeigen|prüfen|bestätige|beweise)\b[^.]{0,40}\b(?:mensch\w*|kein (?:roboter|bot))
        browser (?:wird|wurde) (?:über|ge)prüft|überprüf\w* (?:ihre[ns]?|deine[ns]?) (?:browsers?|verbindung)
        ungewöhnliche[nr]? (?:datenverkehr|zugriffe|aktivität\w*|anfragen)|ich bin kein roboter
        sicherheitsüberprüfung|captcha (?:lösen|eingeben)|lösen sie das captcha
        (?:vérifi|confirm|prouv)\w+[^.]{0,50}\b(?:humain|pas un robot)
        vérifi\w+ (?:de )?(?:votre|ton) (?:navigateur|connexion)|vérification (?:de sécurité|humaine)
        (?:trafic|activité) (?:inhabituel|suspect|anormal)\w*|je ne suis pas un robot
        (?:verifi|confirm|demuestr|comprob)\w+[^.]{0,50}\b(?:human[oa]|no eres un robot|no es un robot)
        comprobando (?:su|tu) (?:navegador|conexión)|verificación de seguridad
        (?:tráfico|actividad) (?:inusual|sospechos[oa]|anómal[oa])|no soy un robot
        (?:verifi|confirm|prov)\w+[^.]{0,50}\b(?:human[oa]|não é um robô)|verificar? (?:o )?(?:seu|teu) navegador
        verificando (?:o )?(?:seu|teu)? ?navegador|verificação de segurança
        (?:tráfego|atividade) (?:incomum|suspeit[oa]|invulgar)|não sou um robô
        (?:verific|conferm|dimostr)\w+[^.]{0,50}\b(?:uman[oa]|non sei un robot|non è un robot)
        (?:verifica|controllo) (?:del (?:tuo|suo) browser|di sicurezza)
        (?:traffico|attività) (?:insolit|anomal|sospett)[oa]|non sono un robot
        (?:controle|bevestig|verifieer|verifi|bewijs)\w*[^.]{0,50}\b(?:mens bent|een mens|geen robot)
        browser wordt gecontroleerd|(?:ongebruikelijk|ongewoon|verdacht)e? (?:verkeer|activiteit|gedrag)
        beveiligings(?:controle|verificatie)|ik ben geen robot
        (?:potwierdź|sprawdza|zweryfikuj|udowodnij)\w*[^.]{0,50}\b(?:człowiekiem|robotem)
        sprawdza\w+ (?:twoją |państwa )?przeglądark\w+|(?:nietypow|podejrzan)\w+ (?:ruch|aktywność)
        weryfikacja bezpieczeństwa|nie jestem robotem
        (?:verifiera|bekräfta|bevisa|kontrollera)\w*[^.]{0,50}\b(?:människa|inte (?:är )?en robot)
        kontrollerar din (?:webbläsare|anslutning)|(?:ovanlig|misstänkt) (?:trafik|aktivitet)|säkerhetskontroll
        jag är inte en robot
        (?:人間|ロボットではない|ロボットでない)(?:である)?こと|ブラウザ.{0,8}(?:確認して|確認中|チェック)|(?:異常|通常と異なる|不審)な(?:トラフィック|アクセス|通信|操作)
        セキュリティ(?:チェック|確認)|私はロボットではありません
        (?:确认|验证|驗證|確認|证明|證明).{0,8}(?:真人|人类|人類|不是机器人|不是機器人|非机器人)|(?:检查|检测|檢查|验证|驗證).{0,8}(?:浏览器|瀏覽器)
        (?:异常|異常|可疑)(?:的)?(?:流量|访问|活动|訪問|活動)|(?:安全|人机|人機)(?:验证|检查|驗證|檢查)|请完成.{0,4}验证|請完成.{0,4}驗證
    """,
    "script": r"""
        ^(?=.*javascript).*\b(?:enabled?|turn(?:ed)? (?:on|off)|activate|requires?|required|needs?|needed\
            |disabled|must|supports?|switch(?:ed)? (?:on|off))\b
        ^loading\b.{0,40}$|sorry to interrupt$|^css error$
        please enable cookies|cookies are (?:disabled|turned off)
        (?:browser|version)\b.{0,20}\b(?:is not supported|is out of date|is outdated|no longer supported)
        (?:update|upgrade) your browser
        ^(?=.*javascript).*(?:aktivier|einschalten|schalten|benötig|erforder|deaktivier|voraus)
        (?:aktivieren sie|bitte) [^.]{0,20}cookies (?:aktivieren|zulassen)
        browser (?:wird nicht (?:mehr )?unterstützt|ist veraltet)
        ^(?=.*javascript).*(?:activ|nécessit|requi|désactiv)
        navigateur (?:n'est (?:pas|plus) (?:pris en charge|compatible)|est obsolète)
        ^(?=.*javascript).*(?:habilit|activ|requier|necesit|desactiv)|navegador (?:no es compatible|está obsoleto)
        ^(?=.*javascript).*(?:ativ|habilit|requer|necess|desativ)
        navegador (?:não é (?:suportado|compatível)|está desatualizado)
        ^(?=.*javascript).*(?:abilit|attiv|richied|necessari)|browser (?:non (?:è )?supportato|obsoleto)
        ^(?=.*javascript).*(?:schakel|vereist|aanzetten|nodig|zet)|browser wordt niet (?:meer )?ondersteund
        ^(?=.*javascript).*(?:włącz|wymaga|potrzeb)|przeglądarka (?:nie jest|jest nie)\w*
        ^(?=.*javascript).*(?:aktivera|kräver|slå på|behöver)|webbläsare stöds inte
        ^(?=.*javascript).*(?:有効|無効|必要|オン)|ブラウザ.{0,12}(?:対応していません|サポートされていません)
        ^(?=.*javascript).*(?:启用|开启|啟用|開啟|禁用|需要|打开)|(?:浏览器|瀏覽器).{0,10}(?:不支持|不支援|版本过低)
    """,
    "blocked": r"""
        access(?: to (?:this|the) (?:page|site|resource|website|server))? (?:has been |is |was \
            |is temporarily )?(?:denied|blocked|forbidden|restricted)(?! to)
        (?:you(?:'ve| have)|your (?:ip|request|connection|device)\b.{0,25}) (?:has |was |is )?(?:been )?\
            (?:blocked|denied|banned|rejected)
        (?:not|n't) (?:available|accessible|allowed)\b.{0,15} (?:in|from) your (?:country|region|location|area)
        (?:don't|do not) have (?:permission|access|authori[sz]ation)|too many requests|rate limit
        (?:not|un)\s?authori[sz]ed(?: to (?:view|access))?$|unavailable for legal reasons
        request (?:was |has been )?(?:blocked|rejected|denied)
        (?:zugriff|zugang)\b.{0,40}\b(?:verweigert|gesperrt|blockiert|verboten|nicht (?:gestattet|erlaubt|möglich))
        (?:sie wurden|ihre (?:ip|anfrage)\b.{0,20} wurde) (?:gesperrt|blockiert|abgelehnt)
        in (?:ihrem land|ihrer region)\b.{0,20}nicht (?:verfügbar|erreichbar)
        nicht\b.{0,15} in (?:ihrem land|ihrer region) verfügbar|zu viele anfragen|keine (?:zugriffs)?berechtigung
        accès\b.{0,40}\b(?:refusé|interdit|bloqué|restreint)|vous avez été bloqué
        (?:pas|in)\s?(?:disponible|accessible)\b.{0,10} dans votre (?:pays|région)|trop de requêtes
        n'(?:avez|êtes) pas (?:la permission|l'autorisation|accès|autorisé)
        acceso\b.{0,40}\b(?:denegado|bloqueado|prohibido|restringido)|(?:ha|has) sido bloquead[oa]
        no (?:está|es) (?:disponible|accesible)\b.{0,10} en (?:su|tu) (?:país|región)
        demasiadas (?:solicitudes|peticiones)|no (?:tiene|tienes) (?:permiso|acceso|autorización)
        acesso\b.{0,40}\b(?:negado|bloqueado|proibido|restrito|recusado)|foi bloquead[oa]
        não está disponível\b.{0,10} (?:no seu país|na sua região)|(?:demasiados pedidos|muitas solicitações)
        não tem (?:permissão|acesso|autorização)
        accesso\b.{0,40}\b(?:negato|bloccato|vietato|limitato)|(?:sei|è) stato bloccato
        non (?:è )?(?:disponibile|accessibile)\b.{0,10} nel (?:tuo|suo) paese|troppe richieste
        non (?:hai|ha|dispone)\b.{0,12}(?:autorizzazion|permess|l'accesso)
        toegang\b.{0,40}\b(?:geweigerd|geblokkeerd|verboden|beperkt|ontzegd)|(?:u|je) bent geblokkeerd
        niet (?:beschikbaar|toegankelijk)\b.{0,10} in (?:uw|jouw|je) (?:land|regio)|te veel (?:aan)?verzoeken
        (?:geen toegang|geen toestemming)
        (?:odmowa|brak) dostępu|dostęp\b.{0,40}\b(?:zabroniony|zablokowany|wzbroniony|ograniczony)
        (?:niedostępn\w+|nie jest dostępn\w+) w (?:twoim|państwa) (?:kraju|regionie)|zbyt wiele żądań
        nie masz (?:uprawnień|dostępu)
        åtkomst\b.{0,40}\b(?:nekad|nekas|blockerad|förbjuden|nekats)|(?:inte|ej) tillgänglig\w*\b.{0,10} i ditt land
        för många (?:förfrågningar|anrop)|du har (?:blockerats|inte behörighet)
        アクセス.{0,6}(?:拒否|ブロック|禁止|制限され|できません)|お住まいの(?:国|地域).{0,16}(?:できません|いただけません)|リクエストが多すぎ|(?:権限|許可)がありません
        拒绝访问|拒絕存取|禁止访问|(?:访问|訪問|存取).{0,4}(?:拒绝|拒絕|阻止|禁止|被限制|受限)|您(?:已|的.{0,6})被(?:封锁|封鎖|阻止|禁止|拦截)
        所在的?(?:国家|地区|國家|地區).{0,12}(?:不可用|无法|無法|不提供)|(?:请求|請求).{0,4}(?:频繁|頻繁)|没有权限|沒有權限
    """,
    "maintenance": r"""
        (?:be|are|is) (?:available|reachable|open|there|with you) again|thank(?:s| you) for your patience
        sorry for (?:the|any) inconvenience|apologi[sz]e for (?:the|any) inconvenience
        (?:down|closed|offline|unavailable|paused)\b.{0,15} (?:for|due to)(?: \w+){0,3} (?:maintenance|upgrades?)
        (?:currently|now|is|are|site) (?:under|undergoing)(?: \w+){0,3} maintenance|^under maintenance
        maintenance (?:is )?(?:currently )?(?:in progress|underway|under way|mode)
        (?:we(?:'re| are)|currently) (?:\w+ )?(?:performing|doing|carrying out)(?: \w+){0,4} (?:maintenance\
            |updates?|upgrades?)
        \b(?:be|are|'ll be|right) (?:right )?back (?:soon|shortly|online|up|in a)|back (?:soon|shortly|online soon)
        (?:aufgrund|wegen|führen|derzeit|zurzeit|momentan|gerade|aktuell|im|wird)\b.{0,60}(?:wartung|gewartet)
        (?:gleich|bald|in kürze|demnächst)\b.{0,15} (?:für (?:sie|euch|dich) da|zurück|erreichbar|verfügbar|online)
        wartungsmodus
        (?:actuellement|en cours de|site|page) (?:est )?(?:actuellement )?(?:en )?maintenance
        maintenance (?:est )?en cours|opération de maintenance
        (?:de retour|serons|revenons)\b.{0,15}(?:bientôt|dans quelques|sous peu|rapidement)|bientôt de retour
        (?:en|por|bajo) (?:tareas de |labores de )?mantenimiento|(?:labores|tareas|trabajos) de mantenimiento
        (?:volvemos|volveremos|regresamos|estaremos de vuelta)\b.{0,12}(?:pronto|enseguida|breve|minutos)
        em manutenção|manutenção em (?:curso|andamento)
        (?:voltamos|voltaremos|estaremos de volta)\b.{0,12}(?:em breve|já|logo|minutos)
        in manutenzione|manutenzione in corso|(?:torneremo|torniamo|saremo)\b.{0,25}(?:presto|subito|breve|poco)
        (?:in|wegens|vanwege|bezig met)(?: \w+)? onderhoud\b|onderhoud (?:bezig|gaande|aan de gang)
        (?:zo|snel|spoedig|binnenkort)\b.{0,12} (?:weer )?(?:terug|online|bereikbaar)
        (?:trwają|trwa|z powodu|w trakcie) (?:\w+ )?(?:prac\w*|przerw\w*|konserwacj\w*)|przerwa techniczna
        konserwacja (?:jest )?w toku|(?:wkrótce|niedługo|zaraz) (?:wracamy|wrócimy|będziemy)
        (?:wracamy|wrócimy|zapraszamy) (?:wkrótce|niedługo|ponownie)
        (?:pågår|pågående|för|på grund av|under) (?:\w+ )?underhåll\w*|underhåll pågår
        (?:snart|strax) (?:tillbaka|igång)|tillbaka (?:snart|inom kort|strax)
        (?:ただいま|現在).{0,15}メンテナンス|メンテナンス(?:中|を(?:行って|実施して))|しばらく(?:お待ち|してから|経ってから|時間)
        (?:正在|系统|系統|网站|網站|服务器).{0,8}(?:维护|維護|升级|升級)|(?:维护|維護)(?:中|模式)|(?:很快|马上|稍后|即将|馬上).{0,4}(?:回来|恢复|回來|恢復)
    """,
    "missing": r"""
        (?:page|document|file|article|url)\b.{0,50}?(?:\bnot|n't|\bcannot|\bno longer|\bnever)\b.{0,15}\b\
            (?:found|exists?|existed|available|here)
        (?:couldn't|could not|can't|cannot|unable to) (?:find|locate) (?:that|this|the|your|what) ?(?:page\
            |document|file|you)?
        (?:page|what|content)\b.{0,20} (?:looking for|requested).{0,40}\b(?:moved|removed|gone|deleted|renamed\
            |n't|not)
        page (?:has|was|may have|might have)(?: been)? (?:moved|removed|deleted)|\b(?:error )?404\b
        (?:broken|dead) link|nothing (?:was )?found (?:here|at this)
        (?:seite|dokument|inhalt|datei|adresse)\b.{0,50}\b(?:nicht (?:\w+ )?(?:gefunden|verfügbar|vorhanden\
            |finden|existier\w*)|existiert nicht|gibt es nicht|nicht mehr)
        konnten\b.{0,40}\bnicht finden
        (?:page|document|contenu|adresse)\b.{0,50}\b(?:introuvable|n'existe (?:pas|plus)|n'est (?:pas\
            |plus) disponible|n'a pas été trouvée?|indisponible|non trouvée?)
        (?:página|documento|contenido|dirección)\b.{0,50}\b(?:no (?:se (?:ha |pudo )?(?:podido )?encontr\w+\
            |existe|está disponible|encontrad[oa]|ha sido encontrad[oa])|ya no (?:existe|está))
        (?:página|documento|conteúdo|endereço)\b.{0,50}\b(?:não (?:foi |pôde ser )?(?:encontrad[oa]|existe\
            |está disponível|localizad[oa])|já não (?:existe|está))
        (?:pagina|documento|contenuto|indirizzo)\b.{0,50}\b(?:non (?:è stat[oa] |è )?(?:trovat[oa]|esiste\
            |disponibile)|non è più)
        (?:pagina|document|inhoud|adres)\b.{0,50}\b(?:niet (?:\w+ )?(?:gevonden|beschikbaar|vinden)\
            |bestaat niet|niet meer)
        (?:stron\w+|dokument\w*|adres\w*)\b.{0,50}\b(?:nie (?:została |zostało |został )?(?:znalezion\w+\
            |istnieje|jest dostępn\w+)|nie odnaleziono)
        nie (?:znaleziono|odnaleziono|możemy znaleźć)
        (?:sidan|dokumentet|innehållet|adressen)\b.{0,50}\b(?:inte (?:\w+ )?(?:hittas|hittades|finns\
            |tillgänglig\w*)|hittades (?:inte|ej)|finns (?:inte|ej))
        (?:ページ|ファイル|コンテンツ|url).{0,20}(?:見つかりません|見つかりませんでした|存在しません|ありません|表示できません|削除され)|お探しの(?:ページ|情報)
        (?:页面|頁面|网页|網頁|内容|文件).{0,15}(?:不存在|未找到|找不到|无法找到|無法找到|已删除|已被删除|已刪除|不可用)|找不到.{0,12}(?:页面|頁面|网页|網頁)
    """,
    "login": r"""
        (?:please|you (?:must|need to|have to)) (?:first )?(?:be )?(?:sign|log)(?:ged|ed)?[ -]?in\b
        (?:sign|log)[ -]?in to (?:continue|view|see|read|access|your|proceed|get)|^(?:sign|log)[ -]?in$
        forg[oe]t(?:ten)? (?:your )?(?:password|username|login)|(?:don't|do not) (?:yet )?have an account
        (?:remember me|keep me (?:signed|logged) in|stay signed in)
        enter your (?:e-?mail|password|username|user name|credentials)
        ^(?:create (?:an |your |a new )?account|password|e-?mail(?: address)?|username|user name)$
        (?:melden sie sich|melde dich|loggen sie sich|logge dich)\b.{0,50}\b(?:an|ein)\b
        (?:passwort|kennwort|zugangsdaten) vergessen|angemeldet bleiben
        noch kein(?:en)? (?:konto|account|benutzerkonto)|anmeldung erforderlich
        ^(?:jetzt registrieren|passwort|kennwort|anmelden|benutzername)$
        connectez-vous|identifiez-vous|veuillez vous (?:connecter|identifier)|mot de passe oublié
        pas (?:encore )?de compte|se souvenir de moi|rester connecté|^(?:mot de passe|créer un compte|se connecter)$
        (?:inicie|inicia|iniciar) sesión|(?:olvidó|olvidado|olvidaste)\b.{0,15}contraseña
        (?:no tienes|aún no tiene|no tiene)\b.{0,8}cuenta|^(?:crear una cuenta|recordarme|contraseña)$
        (?:inicie|iniciar|inicia|faça) (?:a |o )?(?:sua )?(?:sessão|login)
        (?:esqueceu|esqueci)\b.{0,15}(?:senha|palavra-passe)|(?:não tem|ainda não tem)\b.{0,10}conta
        ^(?:criar (?:uma )?conta|lembrar-me|senha|palavra-passe)$
        ^accedi\b|(?:accedi|effettua(?:re)? (?:l'accesso|il login)|esegui l'accesso)\b.{0,12}(?:per|al|con)?
        password dimenticata|dimenticat[oa]\b.{0,15}password|non hai (?:ancora )?un account
        ^(?:ricordami|registrati|crea un account)$
        ^(?:inloggen|log in)\b|meld (?:u|je) aan|log in (?:om|met)|wachtwoord vergeten|nog geen account
        ingelogd blijven|^(?:account aanmaken|wachtwoord|gebruikersnaam)$
        zaloguj się|(?:zapomnia\w+|nie pamiętasz)\b.{0,15}hasł\w+|nie masz (?:jeszcze )?konta|zapamiętaj mnie
        ^(?:załóż konto|zarejestruj się|hasło|logowanie)$
        logga in (?:för|med|på)|^logga in|glömt (?:ditt )?lösenord|har du inget konto
        ^(?:skapa (?:ett )?konto|kom ihåg mig|lösenord|användarnamn)$
        ログイン(?:して|が必要|する$|$)|サインイン(?:して|$)|パスワードを.{0,3}(?:お忘れ|忘れ)|アカウントをお持ちで|^(?:新規(?:会員)?登録|パスワード|メールアドレス)$
        (?:请先?|請先?|立即|需要)(?:登录|登入|登錄)|忘记密码|忘記密碼|(?:没有|還沒有|还没有)(?:账号|帐号|帳號)|^(?:登录|登入|登錄|密码|密碼|用户名|记住我|注册)$
    """,
    "consent": r"""
        before (?:you|we) (?:continue|proceed|begin|start|go on)
        \b(?:accept|allow|reject|decline|refuse)(?: and \w+)? (?:all|cookies)\b
        (?:accept|agree) (?:and|&|to) (?:continue|proceed|close)
        (?:manage|customi[sz]e|review|change|set|see)(?: your| my| more)? (?:options|preferences|choices\
            |consent|(?:cookie|privacy) (?:settings|preferences|choices))
        (?:we|this (?:web)?site)\b.{0,40} uses? (?:\w+ ){0,2}cookies
        (?:we (?:value|respect)|care about) your privacy|we and (?:our|up to)\b.{0,25}partners
        your (?:consent|privacy) (?:choices|preferences|matters)
        by (?:clicking|selecting|pressing|tapping)\b.{0,50}(?:accept|agree|consent|cookies)
        alle (?:cookies )?(?:akzeptieren|annehmen|ablehnen|zulassen|zustimmen)
        bevor (?:sie|es|du|wir) (?:fortfahren|fortfährst|weiter\w*|beginnen|losgeht)
        (?:wir|diese (?:website|webseite|seite))\b.{0,40}(?:verwende|nutz|setz)\w+\b.{0,30}cookies
        (?:akzeptieren|zustimmen) und (?:weiter\w*|fortfahren|schließen)|cookie-?einstellungen
        (?:privatsphäre|datenschutz)\b.{0,20}wichtig|wir und unsere\b.{0,25}partner
        einstellungen (?:verwalten|anpassen)
        (?:accepter|refuser|autoriser) (?:tout|tous|les cookies|et (?:continuer|fermer))|tout (?:accepter|refuser)
        avant de (?:continuer|poursuivre|commencer)|(?:nous|ce site|notre site)\b.{0,30}utilis\w+\b.{0,20}cookies
        (?:gérer|personnaliser|paramétrer) (?:mes|vos|les) (?:choix|préférences|cookies|options)
        respect\w* (?:de )?votre vie privée|continuer sans accepter|nous et nos\b.{0,25}partenaires
        (?:aceptar|rechazar|permitir) (?:tod[ao]s?|las cookies|cookies|y (?:continuar|cerrar))
        antes de (?:continuar|empezar)|(?:utilizamos|usamos|utiliza|usa)\b.{0,20}cookies
        (?:gestionar|configurar|administrar)\b.{0,12}(?:preferencias|opciones|cookies)
        (?:valoramos|respetamos) (?:su|tu) privacidad|nosotros y nuestros\b.{0,25}socios
        (?:aceitar|rejeitar|recusar|permitir) (?:tud[oa]|tod[oa]s|os cookies|cookies|e continuar)
        antes de (?:continuar|começar)|(?:utilizamos|usamos|utiliza|usa)\b.{0,20}cookies
        (?:gerir|gerenciar|configurar)\b.{0,12}(?:preferências|opções|cookies)
        (?:valorizamos|respeitamos) a (?:sua|tua) privacidade|nós e os nossos\b.{0,25}parceiros
        (?:accetta|rifiuta|consenti)(?:re)? (?:tutt[oi]|i cookie|cookie|e (?:continua|chiudi))
        prima di (?:continuare|proseguire|iniziare)|(?:utilizziamo|usiamo|utilizza|usa)\b.{0,20}cookie
        (?:gestisci|personalizza)\b.{0,12}(?:preferenze|opzioni|cookie)|(?:teniamo|rispettiamo)\b.{0,15}privacy
        noi e i nostri\b.{0,25}partner
        (?:alles|alle(?: cookies)?|cookies) (?:accepteren|weigeren|toestaan|afwijzen)
        (?:accepteer|weiger) (?:alles|alle|cookies)|voordat (?:u|je) (?:verder|doorgaat|begint)
        (?:wij|we|deze (?:site|website))\b.{0,20}gebruik\w*\b.{0,20}cookies
        (?:voorkeuren|instellingen) (?:beheren|aanpassen)|wij en onze\b.{0,25}partners
        (?:zaakceptuj|akceptuj|odrzuć|zezwól)\w*(?: na)? (?:wszystk\w+|pliki|cookies?)
        zanim (?:przejdziesz|kontynu|zacznie)|(?:używamy|korzystamy|wykorzystujemy|używa|korzysta)\b.{0,20}cookies?
        zarządzaj\b.{0,15}(?:preferencjami|ustawieniami|plikami)|(?:szanujemy|cenimy) (?:twoją|państwa) prywatność
        my i nasi\b.{0,25}partnerzy
        (?:acceptera|godkänn|avvisa|neka|tillåt) (?:alla|allt|cookies|kakor)
        innan du (?:fortsätter|går vidare|börjar)|(?:vi|webbplatsen)\b.{0,12}använder\b.{0,15}(?:cookies|kakor)
        (?:hantera|anpassa)\b.{0,12}(?:inställningar|val|cookies)|vi värnar om din integritet
        vi och våra\b.{0,25}partners
        (?:すべて(?:の(?:cookie|クッキー))?を?|(?:cookie|クッキー)を)(?:許可|拒否|受け入れ|同意)|(?:続行|お進みになる|ご利用になる)(?:する)?前に
        (?:cookie|クッキー)を(?:使用|利用)し|(?:設定|オプション)を管理
        (?:接受|拒绝|拒絕|允许|允許)(?:所有|全部)|(?:全部|所有)(?:接受|拒绝|拒絕|允许)|继续(?:之)?前|繼續(?:之)?前|(?:我们|本网站|我們|本網站).{0,8}使用\s?cookie
        管理(?:选项|偏好|選項|設定)|接受并继续
    """,
    "redirect": r"""
        (?:being|be|are) (?:automatically )?(?:redirected|forwarded)|^redirecting\b
        not (?:automatically )?redirected
        weitergeleitet|^weiterleitung
        ^redirection\b|redirigée?s?\b
        redirig\w+|^redireccion\w+
        redirecion\w+
        reindirizz\w+
        doorgestuurd|doorverwezen
        przekierow\w+
        omdirigera\w*|skickas vidare
        リダイレクト|自動的に(?:移動|転送|切り替)
        (?:自动|自動)?(?:跳转|跳轉)|重定向|重新導向
    """,
    "placeholder": r"""
        domain(?: name)? (?:\w+ )?(?:is|may be) (?:for sale|parked|available|registered)|buy this domain
        ^(?:our |this |the )?(?:new )?(?:site|website|page)? ?(?:is )?(?:under construction|coming soon)
        account (?:has been|is) suspended|default (?:web ?|welcome )?(?:page|site)\b|^it works
        web server is (?:\w+ )*(?:installed|running|working)|^index of /
        (?:domain|seite)\b.{0,20}(?:zum verkauf|zu verkaufen|im aufbau)|entsteht (?:gerade )?(?:eine|unsere) neue
        (?:domaine|site|page)\b.{0,20}(?:à vendre|en construction)
        (?:dominio|sitio|página)\b.{0,20}(?:en venta|en construcción)
        (?:domínio|site|página)\b.{0,20}(?:à venda|em construção)
        (?:dominio|sito|pagina)\b.{0,20}(?:in vendita|in costruzione|in allestimento)
        (?:domein|site|website|pagina)\b.{0,20}(?:te koop|in aanbouw|in opbouw)
        (?:domena|strona)\b.{0,20}(?:na sprzedaż|w budowie|w przygotowaniu)
        (?:domän\w*|sidan|webbplatsen)\b.{0,20}(?:till salu|under uppbyggnad)
        工事中|(?:ページ|サイト).{0,8}準備中|このドメイン.{0,10}(?:販売|売)
        (?:网站|網站|页面|頁面).{0,6}(?:建设中|建設中)|域名.{0,6}(?:出售|转让)
    """,
    "error": r"""
        (?:something|things?) (?:has |have )?(?:went|gone|go) wrong
        (?:unexpected|unknown|internal|technical|temporary)(?: server)? (?:error|problem|issue)\b
        errors? (?:has |have )?(?:occurred|happened)
        (?:try|come back|check back)\b.{0,25}\b(?:again|later|reloading|refreshing)
        (?:reload|refresh)(?:ing)? (?:this|the|your) (?:page|browser)|bad gateway|gateway time-?out
        service (?:is )?(?:temporarily |currently )?unavailable
        temporarily (?:unavailable|down|offline|out of service)|error establishing|(?:connection|request) timed out
        ^(?:fatal|parse) error|having (?:some )?(?:trouble|problems|difficulties|issues)|^(?:oops|whoops|sorry)\b
        (?:page|site|content)\b.{0,12} (?:isn't|is not|is currently not|is currently un)\s?(?:available\
            |working|reachable)
        (?:failed|unable) to load
        etwas ist schief ?gelaufen|(?:unerwarteter|interner|technische[nr]?|unbekannter) (?:server)?fehler
        serverfehler|fehler (?:ist )?aufgetreten
        (?:versuch|probier)\w*\b.{0,60}\b(?:erneut|später|noch ?(?:ein)?mal|wieder|neu)
        (?:momentan|derzeit|zurzeit|vorübergehend|gerade|im moment) (?:leider )?nicht (?:verfügbar|erreichbar)
        erreur\b.{0,20}\b(?:est survenue|s'est produite|interne|inattendue|serveur)
        (?:réessay|actualis|recharg)\w+\b.{0,30}(?:plus tard|page|ultérieurement|moment|instants)
        (?:momentanément|temporairement|actuellement) indisponible|quelque chose s'est mal passé
        (?:ha ocurrido|se ha producido|ocurrió|se produjo) un (?:error|problema)
        error (?:interno|inesperado|del servidor)|algo (?:ha )?(?:ido|salió|salido|fue) mal
        (?:inténte|intente|inténta|intenta|vuelva a intentar|vuelve a intentar)\w*\b.{0,25}(?:tarde|nuevo\
            |momento|otra vez)
        (?:temporalmente no disponible|no disponible temporalmente)
        (?:ocorreu|aconteceu) um (?:erro|problema)|erro (?:interno|inesperado|do servidor|de servidor)
        algo (?:deu errado|correu mal)|tente (?:novamente|de novo|mais tarde)|temporariamente indisponível
        (?:si è verificato|è stato riscontrato) un (?:errore|problema)
        errore (?:interno|imprevisto|del server|inatteso)|qualcosa è andato storto|(?:riprova|riprovare|riprovi)\b
        (?:temporaneamente|momentaneamente) non disponibile
        er (?:is|ging) (?:iets|een fout)\b.{0,30}(?:mis|fout|opgetreden)
        (?:onverwachte|interne|technische) (?:server)?fout|probeer (?:het )?.{0,25}\b(?:opnieuw|later|nog eens)
        tijdelijk niet (?:beschikbaar|bereikbaar)
        (?:wystąpił|napotkaliśmy)\b.{0,25}(?:błąd|problem)|coś poszło nie tak|błąd (?:serwera|wewnętrzny)
        spróbuj\b.{0,25}(?:ponownie|później)|(?:chwilowo|tymczasowo) niedostępn\w+
        något gick fel|fel (?:har )?(?:inträffa|uppst)\w+|(?:internt |tekniskt )(?:server)?fel
        försök (?:igen|senare)|tillfälligt (?:otillgänglig|ur funktion|stängd|inte)
        エラーが(?:発生|起き|生じ)|(?:内部|サーバー?)エラー|問題が発生しました|(?:もう一度|再度|後ほど|後で).{0,14}(?:お試し|アクセス|やり直|読み込)
        一時的に.{0,10}(?:できません|いただけません)
        出错了|出錯了|出現錯誤|(?:发生|發生|出现)(?:了)?.{0,3}(?:错误|錯誤|意外)|(?:服务器|伺服器|系统|系統|内部|內部)(?:错误|錯誤)|出了点问题
        请?稍[后候]再?(?:再试|重试|试)|請稍後再試|(?:暂时|暫時)(?:无法|不可用|無法)
    """,
}
