import { describe, expect, test } from 'vitest';
import { mail, notice, verdictOn } from './mails.ts';

const reply = (
  headers: Record<string, string>,
  text = 'I am away until Monday. Please contact desk@example.com.',
): string =>
  verdictOn(
    mail(
      { From: 'Reader <reader@example.org>', To: 'bounces@news.example', Subject: 'Re: Your headlines', ...headers },
      text,
    ),
  );

describe('an automatic reply', () => {
  test.each([
    { 'Auto-Submitted': 'auto-replied' },
    { 'Auto-Submitted': 'auto-replied (vacation)' },
    { 'X-Autoreply': 'yes' },
    { 'X-Autorespond': 'away' },
    { Precedence: 'auto_reply' },
    { 'X-Precedence': 'autoreply' },
    { 'Delivered-To': 'Autoresponder' },
  ] as Record<string, string>[])('says so in a header: %o', (headers) => {
    expect(reply(headers)).toBe('auto-reply: none reader@example.org');
  });

  test.each([
    'Out of Office: Your headlines',
    'Automatic reply: Your headlines',
    'Auto-Reply: Your headlines',
    'I am on vacation',
    'Abwesenheitsnotiz: Ihre Schlagzeilen',
    'Automatische Antwort: Ihre Schlagzeilen',
    'Réponse automatique : Vos titres',
    '=?utf-8?Q?R=C3=A9ponse_automatique?=',
    'Respuesta automática: Sus titulares',
    'Risposta automatica: I titoli',
    'Resposta automática: Os títulos',
    'Automatisch antwoord: Uw koppen',
    'Automatiskt svar: Dina rubriker',
    'Automaattinen vastaus: Otsikot',
    'Odpowiedź automatyczna: Nagłówki',
    'Автоответ: Заголовки',
    '自動応答: 見出し',
    '自动回复: 头条',
    '자동 응답: 헤드라인',
  ])('says so in its subject: %s', (subject) => {
    expect(reply({ Subject: subject })).toBe('auto-reply: none reader@example.org');
  });

  test('a person’s reply about one is not one, unless the header marks a program as its sender', () => {
    expect(reply({ Subject: 'Re: Out of Office: Your headlines' })).toBe('other: nobody');
    expect(reply({ Subject: 'Re: Out of Office: Your headlines', 'X-Auto-Response-Suppress': 'All' })).toContain(
      'auto-reply',
    );
    expect(reply({ Subject: 'On vacation: ten beaches', 'List-Unsubscribe': '<https://other.example>' })).toBe(
      'other: nobody',
    );
  });

  test('that only a program wrote makes no reply', () => {
    expect(reply({ 'Auto-Submitted': 'auto-generated', Subject: 'Your invoice' })).toBe('other: nobody');
    expect(reply({ 'Auto-Submitted': 'no' })).toBe('other: nobody');
  });

  test('a challenge wants proof, and is no bounce', () => {
    const text =
      'This account is protected. Please click on the following link to have your address added to the allowed list.';
    expect(reply({}, text)).toBe('auto-reply: none reader@example.org');
    expect(
      reply(
        { Subject: 'Please confirm your message' },
        'Click here. Before your message can be delivered you must prove that you are a human.',
      ),
    ).toContain('auto-reply');
    expect(reply({ From: 'service@spamarrest.com' })).toContain('auto-reply');
  });

  test('one that quotes a failure names nobody who failed', () => {
    expect(
      reply({ 'Auto-Submitted': 'auto-replied' }, 'The user unknown@example.org no longer works here. Undeliverable.'),
    ).toBe('auto-reply: none reader@example.org');
  });

  test('a bounce that says auto-replied stays one', () => {
    const text = 'Your message to reader@example.org could not be delivered: no such user.';
    expect(verdictOn(notice(text, { 'Auto-Submitted': 'auto-replied', Precedence: 'auto_reply' }))).toBe(
      'bounce: suppress reader@example.org',
    );
  });
});
