// Phrases of notes that people write into a list; the words that programs write are in statusWords.ts.
const PHRASES =
  /\bunsubscri(?:bed|be me)\b|\bopted[ -]out\b|\b(?:do not|don['’]?t) (?:e-?mail|contact|mail|write|send)\b|\bno (?:more |further )(?:e-?mails?|newsletters?|mailings?)\b|\bno (?:e-?mails?|newsletters?|mailings?),? please\b|\b(?:take|taken|remove|removed) (?:(?:me|him|her|them) )?(?:from|off) (?:the |our |your )?(?:mailing )?list\b|\b(?:abgemeldet|abbestellt)\b|\bnicht (?:mehr )?(?:anschreiben|mailen|kontaktieren)\b|\bkeine? (?:e-?mails?|mails?|newsletter)\b|\bne (?:plus|pas) (?:contacter|écrire|envoyer|lui écrire)\b|\bplus de (?:mails?|newsletter)\b|\bno (?:enviar|contactar|quiere recibir)\b|\bnon (?:contattare|inviare)\b|\bnão (?:enviar|contatar|contactar)\b|\bniet (?:meer )?(?:mailen|contacteren|benaderen)\b/i;
const MAX_CHARACTERS = 2000;

/** True for a note with a sentence that forbids mail to a reader; en, de, fr, es, it, pt, nl. */
export function isRefusingPhrase(cell: string): boolean {
  return cell.includes(' ') && PHRASES.test(cell.slice(0, MAX_CHARACTERS));
}
