/** Beginnings of subjects of absence replies, in several languages. */
const SUBJECTS: readonly RegExp[] = [
  /\b(?:out of (?:the )?office|auto(?:matic|mated)?[ -]?(?:reply|response|answer|responder)|vacation (?:reply|message|notice)|(?:on|am on) (?:vacation|annual leave|holiday|leave|maternity leave)|away from (?:my|the) (?:office|desk|mail|e-?mail)|i am (?:away|out)|i'm (?:away|out)|ooo\b|absence notice|no longer (?:with|at|employed|works?))/i,
  /\b(?:abwesenheit|abwesend|nicht im (?:büro|haus)|automatische (?:antwort|rückantwort)|autoantwort|urlaub|außer haus|eingangsbestätigung)/i,
  /(?:réponse automatique|absence du bureau|absent du bureau|message d'absence|en (?:congé|vacances)|je suis absent)/i,
  /(?:respuesta automática|fuera de (?:la )?oficina|ausencia|estoy de vacaciones|auto-?respuesta)/i,
  /(?:risposta automatica|fuori (?:sede|ufficio)|assente|assenza|in ferie)/i,
  /(?:resposta automática|ausência|fora do escritório|de férias)/i,
  /(?:automatisch antwoord|afwezig|niet aanwezig|met vakantie)/i,
  /(?:autosvar|automatiskt svar|automatisk svar|frånvaro|fravær|ikke til stede|semester\b|på ferie)/i,
  /(?:automaattinen vastaus|poissa|lomalla|odpowiedź automatyczna|autoodpowiedź|nieobecn|automatická odpověď|mimo kancelář|automatikus válasz|távollét|otomatik yanıt|ofis dışı|răspuns automat|αυτόματη απάντηση)/i,
  /(?:автоответ|автоматический ответ|в отпуске|вне офиса|автоматична відповідь)/i,
  /(?:自動(?:応答|返信)|不在|自动(?:回复|答复)|自動回覆|外出|休假|자동 ?(?:응답|회신)|부재중|رد تلقائي|מענה אוטומטי|ตอบกลับอัตโนมัติ)/i,
];

/** True for the subject of an absence reply or of an automatic reply. */
export function isAbsence(subject: string): boolean {
  return SUBJECTS.some((pattern) => pattern.test(subject));
}
