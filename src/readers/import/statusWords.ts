import { isDate } from './dates.ts';
import { fold, foldWords } from './fold.ts';

/**
 * The status that a row asks for. `bounce`, `complaint` and `manual` suppress; `unknown` is a word that is not
 * understood.
 */
export type Wish = 'active' | 'pending' | 'unknown' | 'unsubscribed' | 'bounce' | 'manual' | 'complaint';

// docs/lists.md lists the words of each program and where they are documented. After the English words follow those of
// de, fr, es, it, pt, nl, pl, sv, da, no, fi, cs, tr, hu and ru.
const WORDS: Readonly<Record<Exclude<Wish, 'unknown'>, string>> = {
  active: `active, subscribed, confirmed, opt in, opted in, enabled, explicit, implicit, express, valid, deliverable,
    verified, double opt in, single opt in, confirmed opt in, marketing contact, not unsubscribed, not blacklisted,
    aktiv, abonniert, angemeldet, bestätigt, bestaetigt, eingetragen, actif, active, abonné, abonnée, inscrit, inscrite,
    confirmé, confirmée, activo, activa, suscrito, suscrita, suscripto, confirmado, confirmada, attivo, attiva, iscritto,
    iscritta, confermato, confermata, ativo, ativa, inscrito, inscrita, subscrito, assinante, actief, ingeschreven,
    aangemeld, geabonneerd, bevestigd, aktywny, aktywna, zapisany, zapisana, potwierdzony, potwierdzona, prenumererar,
    bekräftad, tilmeldt, bekræftet, påmeldt, bekreftet, aktiivinen, tilattu, vahvistettu, aktivní, přihlášen, přihlášena,
    potvrzen, potvrzena, aktif, abone, onaylandı, aktív, feliratkozva, feliratkozott, активен, подписан, підписаний, 已订阅, 已訂閱,
    订阅中, 訂閱中, 購読中, 購読, 配信中, 登録済み, 구독중, 구독, 수신동의`,
  pending: `pending, unconfirmed, not confirmed, awaiting confirmation, pending confirmation, confirmation pending,
    unverified, not verified, nonsubscribed, not subscribed, never subscribed, transactional, needs approval,
    pending approval, waiting, invited, no permissions set, no permission, not set, unset, temp hold, temporary hold,
    non marketing contact, non marketing, soft bounce, soft bounced, softbounced, deferred, by user, suspended, paused,
    unbestätigt, unbestaetigt, nicht bestätigt, ausstehend, en attente, non confirmé, non confirmée, pendiente,
    sin confirmar, no confirmado, in attesa, non confermato, non confermata, pendente, não confirmado, in afwachting,
    niet bevestigd, onbevestigd, oczekujący, oczekuje, niepotwierdzony, niepotwierdzona, väntande, obekräftad, afventer,
    ubekræftet, venter, ubekreftet, odottaa, vahvistamaton, čeká, čekající, nepotvrzen, nepotvrzena, beklemede,
    onaylanmadı, függőben, ожидает, не подтвержден, 待确认, 待確認, 未确认, 未確認, 確認待ち, 대기, 대기중`,
  unsubscribed: `unsubscribed, unsubscribe, unsub, opt out, opted out, optedout, inactive, disabled, removed, deleted,
    archived, left, cancelled, canceled, withdrawn, revoked, resigned, redacted, do not contact, do not email,
    do not mail, dnc, excluded, abgemeldet, abgemeldete, abbestellt, ausgetragen, inaktiv, gelöscht, geloescht,
    gekündigt, widerrufen, désabonné, désabonnée, désinscrit, désinscrite, inactif, inactive, supprimé, annulé, baja,
    de baja, dado de baja, dada de baja, desuscrito, desuscrita, cancelado, cancelada, inactivo, inactiva, eliminado,
    disiscritto, disiscritta, cancellato, cancellata, inattivo, inattiva, disabbonato, disabbonata, desinscrito,
    desinscrita, descadastrado, descadastrada, anulado, inativo, inativa, uitgeschreven, afgemeld, inactief,
    verwijderd, opgezegd, wypisany, wypisana, wypisano, nieaktywny, nieaktywna, usunięty, zrezygnował, avregistrerad,
    avanmäld, avprenumererad, avslutad, borttagen, afmeldt, frameldt, opsagt, slettet, avmeldt, meldt av, inaktiv,
    peruutettu, peruttu, poistettu, ei aktiivinen, epäaktiivinen, tilaus peruttu, odhlášen, odhlášena, odhlášeno,
    neaktivní, zrušen, zrušeno, smazán, abonelikten çıktı, abonelikten ayrıldı, abonelikten çıkıldı, ayrıldı, iptal,
    iptal edildi, pasif, silindi, leiratkozva, leiratkozott, inaktív, отписан, отписался, отписана, неактивен,
    відписаний, 已退订, 已退訂, 退订, 退訂, 已取消订阅, 已取消訂閱, 取消订阅, 取消訂閱, 未订阅, 未訂閱, 配信停止, 購読解除, 解除済み, 退会, 退会済み,
    수신거부, 구독취소, 구독해지, 해지`,
  bounce: `bounce, bounced, hard bounce, hard bounced, hardbounced, hard, cleaned, undeliverable, invalid, held,
    by bounces, by bounce, non existent, nonexistent, unzustellbar, ungültig, ungueltig, zurückgewiesen, rebond, rebondi,
    invalide, non distribuable, rebotado, rebotada, rebote, inválido, inválida, rimbalzato, rimbalzata, non valido,
    rimbalzo, devolvido, devolvida, rejeitado, onbestelbaar, ongeldig, gebounced, odbity, odrzucony, nieprawidłowy,
    studsad, studsade, ogiltig, afvist, ugyldig, avvist, palautunut, virheellinen, nedoručitelné, neplatný, neplatná,
    geri döndü, geçersiz, visszapattant, érvénytelen`,
  complaint: `complaint, complained, abuse, abused, spam, spam complaint, spam report, spam reported, reported spam,
    reported as spam, junk, marked as spam, marked spam, beschwerde, als spam gemeldet, als spam markiert, spam gemeldet,
    plainte, signalé comme spam, queja, marcado como spam, denunciado, reclamo, segnalato come spam, denúncia, klacht,
    als spam gemarkeerd, skarga, zgłoszony spam, klagomål, klage, valitus, stížnost, şikayet, panasz`,
  manual: `manual, blocklisted, blacklisted, black listed, blocked, block listed, suppressed, banned, by moderator,
    by admin, quarantined, gesperrt, blockiert, bloqué, bloquée, bloqueado, bloqueada, bloccato, bloccata, geblokkeerd,
    zablokowany, zablokowana, blockerad, spärrad, blokeret, spærret, blokkert, sperret, estetty, blokován, zablokován,
    engellendi, engelli, letiltva, заблокирован`,
};
const wishes = foldWords(WORDS);

/** The meaning of a folded word in a status column, or undefined. */
export function wishOf(word: string): Wish | undefined {
  return wishes.get(word);
}

// Everyday words. In a column that is not a status column, they mean nothing by themselves.
const EVERYDAY = new Set(
  `inactive, disabled, removed, deleted, archived, left, cancelled, canceled, resigned, baja, cancelado, cancelada,
  cancellato, annulé, anulado, gelöscht, gekündigt, iptal, excluded, inaktiv, inactif, inactivo, inactiva, inattivo,
  inativo, eliminado, supprimé, verwijderd, slettet, poistettu, silindi, pasif, hard, held, invalid, invalide, inválido,
  ungültig, ongeldig, ugyldig, spam, junk, abuse, complaint, reclamo, manual, blocked, quarantined, banned, waiting,
  suspended, paused, pending, unset, not set, deferred, invited, pendiente, pendente, venter, transactional, revoked,
  withdrawn, smazán, zrušen, zrušeno, opsagt, borttagen, avslutad, rejeitado, devolvido, klacht, klage`
    .split(',')
    .map(fold),
);

/** True for a word that means an opt-out, a bounce or a missing opt-in in any column. */
export function isPlainRefusal(word: string): boolean {
  const wish = wishes.get(word);
  return wish !== undefined && wish !== 'active' && !EVERYDAY.has(word);
}

/** Plain refusals in all spellings: with blanks, hyphens, underscores or nothing between the words. */
const spelledRefusals = new Set(
  Object.values(WORDS)
    .flatMap((words) => words.split(',').map((word) => word.trim().replaceAll(/\s+/g, ' ').toLowerCase()))
    .filter((word) => isPlainRefusal(fold(word)))
    .flatMap((word) => [' ', '-', '_', ''].map((between) => word.replaceAll(' ', between))),
);

/** A faster check than isPlainRefusal on a folded cell. It is true for nearly the same cells, and never for others. */
export function isSpelledRefusal(cell: string): boolean {
  return spelledRefusals.has(cell.toLowerCase());
}

const answers = foldWords<'yes' | 'no'>({
  yes: `yes, y, true, t, 1, on, x, ok, checked, ja, j, wahr, oui, o, vrai, sí, s, verdadero, vero, sim, verdadeiro, waar,
    tak, prawda, sant, sand, sann, kyllä, k, joo, tosi, ano, pravda, evet, e, doğru, igen, igaz, да, истина, ναι`,
  no: `no, n, false, f, 0, off, never, unchecked, nein, falsch, non, faux, falso, não, nee,
    onwaar, nie, fałsz, nej, falskt, falsk, nei, usann, ei, epätosi, ne, nepravda, hayır, h, yanlış, nem, hamis, нет, ложь`,
});
const TICKS = /^[✓✔☑✅●•*+]$/u;
const DASHES = /^(?:[-–—_.✗✘☐❌]+|\[\s*\]|\{\s*\})$/u;
/** Words that databases and programs write into empty cells. */
const NOTHING = new Set(['null', 'none', 'nil', 'na', 'nan', 'undefined']);

/** The kinds of cells in a yes-or-no column; `word` is any other cell. */
type Answer = 'yes' | 'no' | 'empty' | 'date' | 'word';

/** Parses a cell as an answer. A date of zeros, which databases write for "never", is a no. */
export function readAnswer(cell: string): Answer {
  const raw = cell.trim();
  const word = fold(raw);
  if (word === '') return raw === '' || DASHES.test(raw) ? 'empty' : TICKS.test(raw) ? 'yes' : 'word';
  if (NOTHING.has(word)) return 'empty';
  if (/^0[0t]*z?$/.test(word)) return 'no';
  return answers.get(word) ?? (isDate(raw) ? 'date' : 'word');
}
