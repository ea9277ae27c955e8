import { describe, expect, test } from 'vitest';
import { actionOn, report } from './mails.ts';

const said = (reply: string, status = `${reply[0]}.0.0`): string | undefined =>
  actionOn(
    report([
      `Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${reply}`,
    ]),
  );

describe('nobody is suppressed', () => {
  test.each([
    '550 Rejected',
    '550 Access denied',
    '554 Transaction failed',
    '550',
    '551',
    '553',
    '554',
    '550 5.1.0 Address rejected',
    '550 5.2.0 no',
    '550 5.3.0 no',
    '554 5.4.6 no',
    '550 mail not accepted',
    '550 Requested action not taken: mailbox unavailable',
    '550 unknown error',
    '550 Recipient rejected: unknown reason',
    '550 Unbekannter Fehler',
    '550 Erreur inconnue',
    '550 Error desconocido',
    '550 Неизвестная ошибка',
    '550 recipient’s server closed connection',
    '550 recipient: invalid message format',
    '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable',
    // Exchange Online answers so for readers whom a hybrid installation has not synchronised yet.
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)',
  ])('for want of a reason: %s', (reply) => {
    expect(said(reply)).toBe('soft');
  });

  test.each([
    '550 5.1.1 User unknown; rejected by policy',
    '550 5.1.1 Message blocked due to spam content',
    '550 5.1.1 Mailbox quota exceeded',
    '550 5.1.1 Mailbox does not exist or is over quota',
    '550 5.1.1 greylisted, try again later',
    '550 5.1.1 Rate limit exceeded',
    '550 5.1.1 authentication required',
    '550 5.1.1 DMARC check failed',
    '550 5.1.1 (reader@example.org:blocked)',
    '550 5.1.1 your address has a poor reputation',
    '550 Callout verification failed: user unknown',
    '550 5.1.1 sorry, your envelope sender is in my badmailfrom list',
    '550 Account suspended',
    '550 5.2.1 Account has been disabled due to policy',
    '550 5.1.1 Nutzer unbekannt oder gesperrt',
    '550 5.1.1 用户不存在或被临时拒收',
  ])('for words that speak against it: %s', (reply) => {
    expect(said(reply)).toMatch(/^(?:soft|sender-fault)$/);
  });
});

describe('a dead address', () => {
  test.each([
    ['5.1.1', 'RFC 3463 3.2'],
    ['5.1.2', 'RFC 3463 3.2'],
    ['5.1.6', 'RFC 3463 3.2'],
    ['5.1.10', 'RFC 7505 4.2'],
    ['5.2.1', 'RFC 3463 3.3'],
    ['5.4.310', 'Microsoft: the domain does not exist'],
  ])('is one by its status alone: %s (%s)', (status) => {
    expect(said('550 no', status)).toBe('suppress');
  });

  test.each([
    '550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    '554 delivery error: dd This user doesn’t have a yahoo.com account (reader@example.org) [0]',
    '550 <reader@example.org> Recipient address rejected: User unknown in virtual mailbox table',
    '550 Unrouteable address',
    '550 Invalid Recipient - https://mail.example/policy#550',
    '550 host mx10.mailspamfilter.example said: No such user here',
    '511 sorry, no mailbox here by that name (#5.1.1 - chkuser)',
    '551 User has moved',
    '550 User not listed in Domino Directory',
    '550 Benutzer existiert nicht',
    '550 Utilisateur inconnu',
    '550 L’adresse n’existe plus',
    '550 El usuario no existe',
    '550 Usuário inexistente',
    '550 Utente sconosciuto',
    '550 Gebruiker onbekend',
    '550 Użytkownik nieznany',
    '550 Användaren finns inte',
    '550 Käyttäjä tuntematon',
    '550 Пользователь не найден',
    '550 用户不存在',
    '550 ユーザーが見つかりません',
    '550 사용자가 존재하지 않습니다',
  ])('is one by its words: %s', (reply) => {
    expect(said(reply)).toBe('suppress');
  });
});
