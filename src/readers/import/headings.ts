import { fold, foldWords } from './fold.ts';
import type { Telling } from './wishes.ts';

/** A choice that a file may contain for new readers. */
export type Choice = 'language' | 'zone' | 'sendAt' | 'frequency' | 'format' | 'pausedUntil';

/** A fact about a reader's consent. The record stores it as written in the file. */
export type Fact = 'signedUpAt' | 'confirmedAt' | 'leftAt' | 'consentText' | 'consentAt' | 'consentSource';

/** `ordinary`: a known column that is not used. `otherEmail`: an additional address, which is not mailed. */
export type ColumnRole =
  | 'email'
  | 'otherEmail'
  | 'first'
  | 'full'
  | 'newsletter'
  | 'ordinary'
  | Telling
  | Choice
  | Fact;

// Matched without regard to case, blanks, accents and punctuation. docs/lists.md lists the headings of each program and
// where they are documented. After the English names follow those of de, fr, es, it, pt, nl, pl, sv, da, no, fi, cs,
// tr,
// hu, ro, ca, el, ru, uk, ja and zh, if they differ.
const roles = foldWords<Exclude<ColumnRole, 'leftAt' | 'state' | 'listed'>>({
  email: `email, email address, mail, mail address, email id, email addr, subscriber email, contact email, your email,
    your email address, primary email, primary email address, main email, default email, user email, member email,
    customer email, email 1, email 1 value, email1 value, email value, recipient, recipient email, smtp address,
    address email, emails, E-Mail-Adresse, Mailadresse, E-Mailadresse, Email-Adressen, E-Mail Adresse 1, Ihre E-Mail-Adresse,
    adresse e-mail, adresse email, adresse mail, adresse de messagerie, adresse électronique, adresse courriel, courriel,
    courrier électronique, votre e-mail, correo, correo electrónico, dirección de correo electrónico, dirección de correo,
    dirección de e-mail, dirección email, dirección e-mail, e-correo, indirizzo e-mail, indirizzo email, indirizzo mail,
    indirizzo di posta elettronica, posta elettronica, indirizzo elettronico, endereço de e-mail, endereço de email,
    endereço e-mail, endereço eletrônico, endereço eletrónico, correio eletrônico, correio eletrónico,
    endereço de correio eletrónico, e-mailadres, e-mail adres, mailadres, emailadressen, adres e-mail, adres email,
    adres poczty elektronicznej, poczta elektroniczna, adres mailowy, e-post, e-postadress, e-postadresser, mejl,
    mejladress, mailadress, e-mailadresse, mailadresse, e-postadresse, epostadresse, sähköposti, sähköpostiosoite,
    s-posti, e-mailová adresa, emailová adresa, adresa e-mailu, adresa emailu, e-mailu, adresa el. pošty, elektronická pošta,
    e-posta, e-posta adresi, eposta, mail adresi, email adresi, elektronik posta, e-mail cím, email cím, e-mail címe,
    adresă de e-mail, adresă email, adresa de email, poștă electronică, correu electrònic, adreça electrònica,
    adreça de correu, adreça de correu electrònic, correu, email διεύθυνση, διεύθυνση email, διεύθυνση ηλεκτρονικού ταχυδρομείου,
    ηλεκτρονικό ταχυδρομείο, электронная почта, адрес электронной почты, эл. почта, почта, имейл, емейл,
    електронна пошта, адреса електронної пошти, e-pošta, e-poštni naslov, メールアドレス, メール, Eメール, 电子邮件,
    电子邮箱, 邮箱, 邮件地址, 電子郵件, 이메일, 이메일 주소`,
  otherEmail: `secondary email, secondary email address, second email, other email, alternate email, alternative email,
    additional email, additional email addresses, recovery email, email 2, email 2 address, email address 2, email 3,
    email 3 address, email address 3, email 2 value, email 3 value, work email, personal email, home email, business email,
    billing email, shipping email, private email, E-Mail 2 Adresse, E-Mail 3 Adresse, E-Mail-Adresse 2,
    weitere E-Mail-Adresse, zweite E-Mail-Adresse, E-Mail privat, E-Mail geschäftlich, autre e-mail, e-mail secondaire,
    adresse de messagerie 2, adresse de messagerie 3, correo secundario, correo alternativo, e-mail secondaria`,
  first: `first name, fname, given name, first, forename, Vorname, prénom, nombre, nombre de pila, primer nombre, nome,
    nome di battesimo, primeiro nome, voornaam, roepnaam, imię, förnamn, tilltalsnamn, fornavn, etunimi, jméno,
    křestní jméno, ad, adı, isim, ismi, keresztnév, utónév, prenume, nom de pila, όνομα, имя, ім'я, 名, first_name`,
  full: `name, name of the user, your name, full name, display name, subscriber name, contact name, customer name, Anzeigename, vollständiger Name,
    nom complet, nombre completo, nome completo, naam, volledige naam, namn, fullständigt namn, navn, fullt navn, nimi,
    koko nimi, celé jméno, ad soyad, adı soyadı, tam ad, név, teljes név, nume, nume complet, nom i cognoms, imię i nazwisko,
    ονοματεπώνυμο, полное имя, фио, 氏名, 姓名, 名前`,
  status: `status, subscription status, member status, subscriber status, contact status, list status, global status,
    newsletter status, mailing status, mailing list status, delivery status, subscription, subscription state,
    subscriber state, contact state, opt in status, opt out status, email subscription status, email status name,
    marketing status, mail status, reachability, Abostatus, Abo-Status, Anmeldestatus, Anmeldungsstatus, Newsletterstatus,
    Kontaktstatus, Bezugsstatus, statut, statut de l'abonnement, statut d'abonnement, statut d'inscription,
    état de l'abonnement, estado de la suscripción, estado de suscripción, estado del contacto, estatus,
    stato iscrizione, stato dell'iscrizione, stato iscritto, estado da assinatura, estado da subscrição, situação,
    status da inscrição, abonnementsstatus, inschrijfstatus, status subskrypcji, stan subskrypcji, prenumerationsstatus,
    abonnementstatus, tilmeldingsstatus, påmeldingsstatus, tilauksen tila, stav odběru, stav přihlášení, abonelik durumu,
    durum, feliratkozás állapota, статус, статус подписки, статус підписки, κατάσταση συνδρομής, 状态, 狀態, 订阅状态,
    訂閱狀態, 状態, 購読状態, 購読状況, 配信状態, 配信状況, ステータス, 상태, 구독 상태, 구독상태`,
  subscribed: `subscribed, is subscribed, subscribed to newsletter, subscribed to emails, subscribed to email,
    subscribed to newsletters, email subscribed, newsletter subscribed, newsletter subscription, newsletter subscriber,
    newsletter opt in, newsletter consent, opt in, opted in, is opted in, email opt in, email opted in, has opted in,
    has opted in to email, marketing opt in, marketing email opt in, opt in email, opt in newsletter, opt in marketing,
    email marketing, email marketing consent, email marketing state, email marketing status, email marketing opt in,
    marketing consent, marketing consent email, marketing permission, marketing permissions, marketing permissions email,
    marketing emails, accepts marketing, accepts email marketing, accept marketing, accepts email, accepts emails,
    accepts newsletter, email consent, consent email, email permission, email permission status, permission status,
    permission, permission to send, permission to email, has permission, consent, consent given, has consent, consented,
    consent status, gdpr, gdpr consent, gdpr opt in, gdpr status, mailing consent, receive newsletter, receives newsletter,
    receive emails, receives emails, wants newsletter, wants emails, send newsletter, send newsletters, send emails,
    allow email, allow emails, allows email, can email, may email, may be emailed, can receive email marketing,
    can be emailed, ok to email, okay to email, contactable, mailable, is mailable, active, is active, enabled, is enabled,
    email status, email enabled, email active, mailing list, on mailing list, newsletter_opt_in,
    abonniert, angemeldet, Newsletter abonniert, Newsletter angemeldet, Newsletter gewünscht, Newsletter erwünscht,
    Newsletter erhalten, erhält Newsletter, Newsletteranmeldung, Einwilligung, Einwilligung erteilt, Werbeeinwilligung,
    Newsletter-Einwilligung, Zustimmung, Zustimmung Newsletter, DSGVO, DSGVO-Einwilligung, Werbung erlaubt,
    E-Mail-Werbung, aktiv, ist aktiv, abonné, abonnée, abonné à la newsletter, inscrit, inscrite, inscrit à la newsletter,
    consentement, consentement rgpd, consentement marketing, rgpd, accepte les e-mails, accepte la newsletter, actif, active,
    suscrito, suscrita, suscripto, suscrito al boletín, consentimiento, consentimiento rgpd, acepta publicidad,
    acepta marketing, acepta comunicaciones, activo, activa, iscritto, iscritta, iscritto alla newsletter, consenso,
    consenso marketing, consenso newsletter, consenso privacy, attivo, attiva, inscrito, inscrita, subscrito, assinante,
    aceita marketing, aceita e-mails, consentimento, ativo, ativa, ingeschreven, aangemeld, geabonneerd,
    nieuwsbrief ontvangen, toestemming, actief, avg toestemming, zapisany, zapisana, subskrybuje, aktywny, aktywna, zgoda,
    zgoda marketingowa, zgoda na newsletter, zgoda rodo, rodo, prenumererar, prenumerant, samtycke, tilmeldt, tilmeldt nyhedsbrev,
    abonnerer, samtykke, påmeldt, påmeldt nyhetsbrev, tilattu, aktiivinen, suostumus, markkinointilupa, přihlášen,
    přihlášena, odebírá, odebírá newsletter, souhlas, souhlas gdpr, aktivní, abone, abone mi, onay, izin, izinli, kvkk onayı,
    aktif, feliratkozva, feliratkozott, hozzájárulás, aktív, подписан, согласие, активен`,
  confirmed: `confirmed, is confirmed, email confirmed, email verified, verified, is verified, verified email,
    confirmed opt in, double opt in, double opt in confirmed, is double opt in, doi, doi confirmed, subscription confirmed,
    marketing contact status, marketing contact, bestätigt, bestaetigt, E-Mail bestätigt, Double-Opt-In bestätigt, confirmé,
    confirmée, e-mail confirmé, confirmado, confirmada, verificado, confermato, confermata, verificato, bevestigd, potwierdzony,
    potwierdzona, zweryfikowany, bekräftad, bekræftet, bekreftet, vahvistettu, potvrzen, potvrzena, potvrzeno, onaylandı,
    doğrulandı, megerősítve, подтвержден`,
  left: `unsubscribed, is unsubscribed, unsubscribed from all email, unsubscribed from all emails, unsubscribed from all,
    unsubscribed from email, unsubscribed at, unsubscribed on, unsubscribed date, unsubscribed time, unsubscribe,
    unsubscribes, unsubscribe date, unsubscribe time, unsubscribe at, unsubscription date, date unsubscribed, unsub,
    unsub time, unsub date, unsub reason, unsub reason other, unsub campaign title, unsubscribe reason, unsubscribed reason,
    unsubscribed method, globally unsubscribed, global unsubscribe, portal unsubscribe, email unsubscribed,
    newsletter unsubscribed, opt out, opted out, is opt out, is opted out, opted out at, opted out date, opt out date,
    opt out time, opt out at, opt out reason, date opted out, email opt out, email opted out, email optout,
    email opt out date, opt out email, opt out of email, opt out of emails, opted out of email, opted out of emails,
    has opted out of email, has opted out, has opted out solicit, has opted out processing, marketing opt out,
    newsletter opt out, global opt out, gdpr opt out, should forget, email disabled, emails disabled, disabled,
    is disabled, inactive, is inactive, do not email, do not contact, do not send, do not send email, do not send emails,
    do not mail, do not e-mail me, don't email, don't contact, do not market, do not solicit, do not bulk email,
    donotbulkemail, dnc, dne, dnm, dnc reason, email dnc, dnc email, no email, no emails, no bulk email, no bulk emails,
    no bulk emails user opt out, no mail, nomail, no mailing, no mailings, no newsletter, no newsletters, no contact,
    no marketing, exclude, excluded, exclude from email, exclude from emails, exclude from mailing, excluded from email,
    excluded from campaigns, is excluded from campaigns, exclude from campaigns, email excluded, on hold, email on hold,
    cancelled at, canceled at, cancelled, canceled, cancelled on, deleted at, deleted on, deleted, is deleted, removed,
    removed at, date removed, removal date, left, left at, left on, stop time, stop status, withdrawn, consent withdrawn,
    consent withdrawn at, consent revoked, consent revoked at, revoked, is deceased, deceased, archived, is archived,
    abgemeldet, abgemeldet am, abgemeldet von, Abmeldung, Abmeldedatum, Abmeldezeitpunkt, Datum der Abmeldung, abbestellt,
    abbestellt am, ausgetragen, ausgetragen am, gekündigt, gekündigt am, widerrufen, widerrufen am, Widerruf, Widerspruch,
    Werbewiderspruch, nicht anschreiben, nicht kontaktieren, keine E-Mails, keine E-Mail, kein Newsletter, keine Werbung,
    keine Mailings, nicht mailen, inaktiv, gelöscht, gelöscht am, désabonné, désabonnée, désabonnement, désabonné le,
    date de désabonnement, désinscrit, désinscrite, désinscription, date de désinscription, désinscrit le, ne pas contacter,
    ne pas envoyer, ne pas envoyer d'e-mail, pas de newsletter, inactif, baja, bajas, fecha de baja, fecha baja,
    dado de baja, dada de baja, de baja, desuscrito, desuscrita, desuscripción, fecha de desuscripción, no contactar,
    no enviar, no enviar correo, no enviar correos, cancelado, cancelada, inactivo, disiscritto, disiscritta, disiscrizione,
    data disiscrizione, data di disiscrizione, disabbonato, cancellato, cancellata, non contattare, non inviare, inattivo,
    desinscrito, descadastrado, descadastro, cancelou, cancelamento, data de cancelamento, anulado, não contatar,
    não contactar, não enviar, inativo, uitgeschreven, uitgeschreven op, uitschrijving, uitschrijfdatum, afgemeld,
    afgemeld op, afmelding, afmelddatum, niet contacteren, niet mailen, geen e-mail, geen nieuwsbrief, inactief, wypisany,
    wypisana, wypisano, data wypisania, rezygnacja, data rezygnacji, zrezygnował, nie kontaktować, nie wysyłać, nieaktywny,
    avregistrerad, avregistrering, avanmäld, avanmälan, avprenumererad, kontakta inte, skicka inte, afmeldt, afmelding,
    afmeldt dato, frameldt, framelding, kontakt ikke, kontaktes ikke, avmeldt, avmelding, avmeldt dato, meldt av, peruutettu,
    peruttu, peruutus, peruutuspäivä, tilaus peruttu, ei saa lähettää, älä ota yhteyttä, odhlášen, odhlášena, odhlášeno,
    odhlášení, datum odhlášení, nekontaktovat, neposílat, neaktivní, abonelikten çıktı, abonelikten çıkma, abonelik iptali,
    iptal, iptal tarihi, iletişime geçme, pasif, leiratkozva, leiratkozott, leiratkozás, отписан, отписался, отписка,
    дата отписки, відписаний, відписався, 配信停止, 配信停止日, 購読解除, 退会, 退会日, 已退订, 已退訂, 退订, 退訂, 退订时间, 取消订阅,
    取消訂閱, 수신거부, 구독취소, 구독해지`,
  cleaned: `clean time, cleaned, cleaned at, clean campaign title, bounced, is bounced, bounced at, bounced on,
    bounced date, bounce, bounce date, bounce time, bounce at, bounce reason, bounced reason, bounce type, bounce status,
    hard bounce, hard bounced, hardbounce, hard bounced at, hard bounce date, hard bounce reason, email hard bounce reason,
    email bounced, is email bounced, email bounced reason, email bounced date, email bounce, email bounce reason,
    email latest bounce reason text, portal bounce, global bounce, invalid email, invalid email address, email invalid,
    is invalid, bad email, bad address, undeliverable, is undeliverable, email undeliverable, unzustellbar, zurückgewiesen,
    E-Mail ungültig, ungültige E-Mail-Adresse, Bounces am, rebond, rebonds, e-mail invalide, rebotado, rebote, rebotes,
    correo inválido, rimbalzato, rimbalzo, email non valida, devolvido, e-mail inválido, onbestelbaar, gebounced,
    ongeldig e-mailadres, odbity, odrzucony, studsad, studs, afvist, avvist, palautunut, nedoručitelné, geri döndü,
    geçersiz e-posta, visszapattant`,
  suppressed: `suppressed, is suppressed, suppression, suppressed at, suppression reason, suppressed reason,
    email suppressed, email suppressions, email suppression reason, suppression list, blacklisted, is blacklisted,
    blacklist, email blacklisted, email blacklist, blacklisted at, blacklist reason, blocked, is blocked, blocked at,
    email blocked, blocklisted, is blocklisted, blocklist, email blocklisted, email blocklist, banned, is banned,
    gesperrt, ist gesperrt, gesperrt am, Sperrliste, blockiert, Blackliste, bloqué, bloquée, liste noire, liste de blocage,
    bloqueado, bloqueada, lista negra, bloccato, bloccata, lista nera, geblokkeerd, zwarte lijst, zablokowany, zablokowana,
    czarna lista, blockerad, spärrad, spärrlista, blokeret, spærret, blokkert, sperret, estetty, estolista, blokován,
    zablokován, černá listina, engellendi, engelli, kara liste, letiltva, заблокирован, черный список`,
  complained: `complained, is complained, complained at, complaint, complaints, complaint date, complaint time,
    spam complaint, spam complaint date, spam complaints, is spam complaining, spam, is spam, marked as spam,
    marked spam, reported spam, spam report, spam reported, portal spam report, abuse, abuse complaint, abuse report, junk,
    Beschwerde, Spam-Beschwerde, Spam gemeldet, als Spam gemeldet, plainte, plainte spam, queja, queja de spam, reclamo spam,
    segnalato come spam, denúncia de spam, klacht, spamklacht, skarga na spam, spamanmälan, spamklage, spamvalitus, şikayet`,
  held: `is opt in pending, opt in pending, unconfirmed, is unconfirmed, pending, is pending, pending confirmation,
    awaiting confirmation, temp hold, temporary hold, quarantined, is quarantined, email quarantined,
    email address quarantined, email address quarantine reason, email quarantine reason, soft bounced, soft bounce,
    unbestätigt, unbestaetigt, en attente, pendiente, in attesa, pendente, in afwachting, oczekuje`,
  newsletter:
    'newsletter, newsletters, nyhedsbrev, nyhetsbrev, nieuwsbrief, boletín, infolettre, uutiskirje, bülten, hírlevél',
  language:
    'language, preferred language, locale, lang, Sprache, langue, idioma, lingua, taal, język, språk, sprog, kieli, jazyk, dil',
  zone: 'zone, timezone, time zone, Zeitzone, fuseau horaire, zona horaria, fuso orario, fuso horário, tijdzone, strefa czasowa, tidszon, tidszone, tidssone, aikavyöhyke, časové pásmo, saat dilimi',
  sendAt: 'send at',
  frequency: 'frequency',
  format: 'format',
  pausedUntil: 'paused until',
  signedUpAt: `created at, opt in time, subscribed at, subscribed on, subscribed date, date subscribed, subscription date,
    signup date, sign up date, signed up at, date added, added at, opted in at, opt in date, subscription started at,
    Anmeldedatum, angemeldet am, Eintragsdatum, date d'inscription, date d'abonnement, fecha de alta, fecha de suscripción,
    data di iscrizione, data iscrizione, data de inscrição, data de subscrição, inschrijfdatum, aanmelddatum, data zapisu,
    prenumerationsdatum, tilmeldingsdato, påmeldingsdato, tilauspäivä, datum přihlášení, abonelik tarihi`,
  confirmedAt:
    'confirmed at, confirm time, confirmed on, confirmation date, confirmation time, verified at, Bestätigungsdatum, bestätigt am, date de confirmation, fecha de confirmación, data di conferma, data de confirmação, bevestigd op, data potwierdzenia',
  consentText: 'consent text, consent wording, Einwilligungstext, texte du consentement',
  consentAt:
    'consent at, consent date, consent time, consent timestamp, consented at, gdpr consent date, gdpr date, email marketing consent timestamp, email marketing consent updated at, consent updated at, accepts marketing updated at, Einwilligung am, Einwilligungsdatum, Datum der Einwilligung, date de consentement, date du consentement, fecha de consentimiento, data consenso, data do consentimento, datum toestemming, data zgody, samtyckesdatum',
  consentSource:
    'consent page, consent source, consent url, consent method, consent ip, opt in source, optin source, gdpr consent source, Einwilligungsquelle, source du consentement',
  ordinary: `last name, lname, surname, family name, last, Nachname, Familienname, nom, nom de famille, apellido, apellidos,
    cognome, sobrenome, apelido, achternaam, nazwisko, efternamn, efternavn, etternavn, sukunimi, příjmení, soyad, soyadı,
    vezetéknév, cognoms, επώνυμο, фамилия, 姓, active subscription, subscription type, subscription plan, subscription tier, subscription period,
    subscription source, subscriber id, subscription id, subscriber uuid, subscribe page, opt in ip, opted in ip, confirm ip,
    confirmed ip, optin language, member rating, last changed, unsub campaign id, clean campaign id, bounce count, bouncecount,
    bounces, number of bounces, soft bounce count, hard bounce count, marketing emails bounced, marketing opt in level,
    email marketing opt in level, htmlemail, html email, email format, email type, email client, email domain, emails opened,
    emails received, emails sent, email count, complimentary plan, total spam score`,
});

/** The role of a column, by its heading. Undefined if the heading is unknown. */
export function roleOf(heading: string): ColumnRole | undefined {
  const folded = fold(heading);
  if (STATES.has(folded)) return 'state';
  // HubSpot has a column for each kind of mail: "Opted out of email: Marketing Information".
  if (/^(?:hasoptedoutof|optedoutof|optoutof|unsubscribedfrom)email/.test(folded)) return 'left';
  return roles.get(folded);
}

// These headings name a part of a country as often as the status of a reader.
const STATES = new Set('state estado etat stato stan stav tila allapot'.split(' '));
