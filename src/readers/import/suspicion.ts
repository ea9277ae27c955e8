import { fold } from './fold.ts';
import { isRefusingPhrase } from './refusingPhrases.ts';
import { isPlainRefusal, isSpelledRefusal, readAnswer, wishOf } from './statusWords.ts';

/** How much an unknown heading resembles a column that says who may be mailed. */
type Sound = 'refusal' | 'consent' | 'vague' | 'other';

const stems = (list: string): RegExp => new RegExp(`^(?:${list.trim().replaceAll(/\s+/g, '|')})`);
const inner = (list: string): RegExp => new RegExp(list.trim().split(/\s+/).map(fold).join('|'));
const words = (list: string): Set<string> => new Set(list.trim().split(/\s+/));

// Folded word beginnings: en, de, fr, es, it, pt, nl, pl, sv, da, no, fi, cs, tr, hu, ru.
const REFUSALS = stems(`
  unsub optout optedout optingout bounc blacklist blocklist blocked suppress complain spam dnc donot dont unerwunsch
  abmeld abgemeld abbestell austrag ausgetrag widerruf widerspr sperr gesperr blockier desabonn desinscr desuscri baja
  rebot rebond disiscri disabbon descadastr uitgeschr uitschr afgemeld afmeld wypis rezygn avregistr avanmal avprenum
  frameld avmeld peruut perutt odhlas iptal leiratkoz leaving austritt kundig gekundig отпис відпис διαγραφ απεγγραφ`);
const CONSENTS = stems(`
  subscri optin opted consent permission gdpr dsgvo rgpd einwillig zustimm consens suscri souscri abonn abonelik samtyk
  samtyck toestemm zgod souhlas suostum hozzajarul permis permit inscri iscri ingeschr aangemeld tilmeld pameld prenumer prihlas
  feliratkoz подпис соглас підпис згод εγγραφ συγκαταθ συνδρομ`);
// Also inside a word: "Werbeeinwilligung", "isunsubscribed".
const INNER_REFUSALS =
  /unsubscri|optout|optedout|blacklist|blocklist|bounce|suppress|donot(?:e?mail|contact)|abmeld|abgemeld|widerruf|sperre$|desabonn|desinscri|disiscri|uitgeschr|odhlas/;
const INNER_CONSENTS = /subscri|consent|einwillig|zustimm|optin$|newsletterabo/;
// ja, zh, ko, ar, he, which write words together or join small words to them.
const JOINED_REFUSALS = inner(`
  停止 解除 退会 拒否 不要 ブロック 退订 退訂 取消 拒绝 拒絕 黑名单 黑名單 수신거부 거부 해지 차단 إلغاء الغاء رفض محظور הסרה הוסר ביטול חסום`);
const JOINED_CONSENTS = inner(`
  購読 配信 同意 許可 订阅 訂閱 订閲 구독 수신 동의 اشتراك مشترك موافق הסכמ מנוי דיוור`);
// Headings in a script of none of the languages above.
const OTHER_SCRIPT = /^(?!.*[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]).*\p{L}/u;
const VAGUE = words(`
  status statut state estado stato stan stav tila durum active aktiv actif activo attivo ativo actief aktywny marketing
  newsletter newsletters boletin nieuwsbrief nyhedsbrev nyhetsbrev uutiskirje mailing mailings mail mails email emails
  contact kontakt contacto contatto contato confirmed verified bestatigt accept accepts accepted agree agreed agrees allow
  allows allowed may can preference preferences privacy legal list liste lista block black stop cancel cancelled canceled
  excluded exclude disabled enabled werbung publicidad publicite pubblicita reklam reklama communication communications
  receive receives wants want wishes akzeptiert akzeptieren accepte accepter acepta aceita accetta recevoir recoit recibir
  recibe receber recebe ricevere riceve erhalten erhalt ontvangen ontvangt lettre infolettre onay send izin rodo avg deliverable deliverability invalid valid hold unwanted reachable`);
const REFUSAL_WORDS = words('un opt out not no kein keine nicht ne pas sin senza sem niet geen nie inte ikke ei');
const AFTER_NO = words(`
  mail mails email emails mailing mailings contact contacts kontakt newsletter newsletters marketing werbung send sending
  bulk post messages anschreiben kontaktieren mailen contacter contactar envoyer enviar inviare`);

// Channels other than mail. Their columns say nothing about mail.
const CHANNELS = words(`
  sms mms phone telephone call calls calling fax whatsapp telegram push postal mobile cell voice text tracking track
  telefon telefonisch anruf rappel telefone telefono telefoon puhelin letter brief`);

const MEANS = words('by per via through using uber mit par por con tramite');

function wordsOf(heading: string): string[] {
  return heading
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(fold)
    .filter((word) => word !== '');
}

/** Classifies a heading by whole words and their beginnings: "Optician" and "City" are `other`, "Opt. (web)" is not. */
function soundOf(heading: string): Sound {
  const parts = wordsOf(heading);
  const isOfMail = parts.some((word) => /^(?:e?mails?|epost|newsletters?)$/.test(word));
  // "Opted out of SMS", but not "Opted out by phone".
  if (!isOfMail && parts.some((word, n) => CHANNELS.has(word) && !MEANS.has(parts[n - 1] ?? ''))) return 'other';
  const isRefused = parts.some(
    (word, n) =>
      REFUSALS.test(word) ||
      INNER_REFUSALS.test(word) ||
      JOINED_REFUSALS.test(word) ||
      word === 'opt' ||
      (word === 'un' && parts.length > 1) ||
      (REFUSAL_WORDS.has(word) && AFTER_NO.has(parts[n + 1] ?? '')) ||
      (word === 'do' && parts[n + 1] === 'not') ||
      (word === 'black' && parts[n + 1]?.startsWith('list') === true) ||
      (word === 'block' && parts[n + 1]?.startsWith('list') === true),
  );
  if (isRefused) return 'refusal';
  if (parts.some((word) => CONSENTS.test(word) || INNER_CONSENTS.test(word) || JOINED_CONSENTS.test(word)))
    return 'consent';
  const isVague = parts.some((word) => VAGUE.has(word) || word.startsWith('newsletter'));
  return isVague || OTHER_SCRIPT.test(heading) ? 'vague' : 'other';
}

/** The cells of a column so far. */
type Seen = {
  cells: Set<string>;
  yesOrNo: boolean;
  statuses: boolean;
  refusals: boolean;
  dates: boolean;
  others: boolean;
};

const MAX_DISTINCT = 500;
const MAX_WORD_CHARACTERS = 60;

/** Watches a column's cells. The answers are valid after the last cell. `isMixed`: statuses and other words. */
export type Watch = { look: (cell: string) => void; isSuspicious: () => boolean; isMixed: () => boolean };

function note(seen: Seen, cell: string): void {
  const answer = readAnswer(cell);
  if (answer === 'empty') return;
  const word = fold(cell);
  // Several tags in one cell are checked separately.
  const parts = /[,;|/]/.test(cell) ? cell.split(/[,;|/]/).map(fold) : [word];
  if (parts.some(isPlainRefusal)) seen.refusals = true;
  if (wishOf(word) !== undefined) seen.statuses = true;
  else if (answer === 'date') seen.dates = true;
  else if (answer === 'word') seen.others = true;
  else seen.yesOrNo = true;
}

function judge(sound: Sound, { yesOrNo, statuses, refusals, dates, others }: Seen): boolean {
  if (refusals) return true;
  const isFilled = yesOrNo || statuses || dates || others;
  if (sound === 'refusal') return isFilled;
  // Perhaps no reader of the list opted in, unless the column only holds the time.
  if (sound === 'consent') return yesOrNo || statuses || others || !isFilled;
  return sound === 'vague' && (statuses || (yesOrNo && !others));
}

/**
 * Watches a column with this heading. It is suspicious if its cells plainly say that a reader may not be mailed, whatever
 * the heading is, or if the heading suggests it and the cells do not rule it out.
 */
export function watchColumn(heading: string): Watch {
  const sound = soundOf(heading);
  const blank = { yesOrNo: false, statuses: false, refusals: false, dates: false, others: false };
  const seen: Seen = { cells: new Set(), ...blank };
  return {
    look: (cell) => {
      if (cell === '' || seen.cells.has(cell)) return;
      if (!seen.refusals && isRefusingPhrase(cell)) seen.refusals = true;
      if (cell.length > MAX_WORD_CHARACTERS) return;
      // With this many different cells the column holds names or numbers, so only plain words matter from here.
      if (seen.cells.size >= MAX_DISTINCT && !isSpelledRefusal(cell)) return;
      seen.cells.add(cell);
      note(seen, cell);
    },
    isSuspicious: () => judge(sound, seen),
    isMixed: () => seen.statuses && seen.others,
  };
}
