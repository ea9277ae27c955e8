import { expect, test } from 'vitest';
import { readList } from './support.ts';

const suspects = async (
  heading: string,
  cells: readonly string[],
  ignore: readonly string[] = [],
): Promise<string[]> => {
  const rows = cells.map((cell, n) => `r${n}@p.example,"${cell}"`);
  const { findings } = await readList(`email,"${heading}"\n${rows.join('\n')}\n`, ignore);
  return [...findings.suspicious];
};

test.each([
  ['Opt. (web form)', ['', 'x']],
  ['Un-subscribed by phone?', ['no', 'yes']],
  ['Wants out: unsubscribed', ['', '2024-02-12']],
  ['block_email_flag', ['0', '1']],
  ['Mail permission granted', ['A', 'B']],
  ['Permission level', ['2', '3']],
  ['Bounces last month', ['0', '4']],
  ['Subscription choice', ['all', 'none of it']],
  ['Status of mailing', ['active', 'inactive']],
  ['Marketing OK', ['yes', 'no']],
  ['Please do not disturb', ['', 'right']],
  ['GDPR basis', ['contract', 'consent']],
  ['Suppress until', ['', '2030-01-01']],
  ['spam_flag', ['0', '1']],
  ['Complaint count', ['0', '1']],
  ['Newsletter yes/no', ['j', 'n']],
  ['Newsletterabmeldung am', ['', '1.2.2024']],
  ['kein Newsletter mehr', ['', 'x']],
  ['Werbesperre', ['', 'ja']],
  ['Motivo de baja', ['', 'mudanza']],
  ['Accord newsletter', ['oui', 'non']],
  ['Company status', ['active', 'inactive']],
  ['Consent v2', ['', '']],
  ['Tags', ['vip', 'Unsubscribed']],
  ['Tags', ['vip', 'vip, opted-out, 2019']],
  ['Remark', ['', 'abgemeldet']],
  ['Comment', ['met at the fair', 'hard bounced']],
  ['Notes', ['likes the crossword', 'asked in May: please do not e-mail']],
  ['Bemerkung', ['Stammkunde', 'hat sich am Telefon abgemeldet']],
  ['Remarque', ['', 'ne plus contacter, merci']],
  ['Reason for leaving', ['', 'too long']],
  ['Souhaite recevoir la gazette', ['oui', 'non']],
  ['メルマガ配信', ['はい', 'いいえ']],
  ['消息订阅情况', ['已订阅', '否']],
  ['뉴스레터 수신 여부', ['Y', 'N']],
  ['موافقة', ['1', '0']],
  ['ธงจดหมาย', ['1', '0']],
])('"%s" with %j may tell who has left', async (heading, cells) => {
  expect(await suspects(heading, cells)).toEqual([heading]);
  expect(await suspects(heading, cells, [heading])).toEqual([]);
});

test.each([
  ['City', ['Soria', 'Baja']],
  ['Optician', ['yes', 'no']],
  ['Optional note', ['yes', 'no']],
  ['Option', ['1', '0']],
  ['Adopted', ['yes', 'no']],
  ['Union member', ['yes', 'no']],
  ['University', ['Yes', 'No']],
  ['Company status', ['Customer', 'Prospect']],
  ['Contact owner', ['Ana', 'Bo']],
  ['Marketing source', ['Fair', 'Web']],
  ['Block', ['5', '7B']],
  ['Accepts SMS Marketing', ['yes', 'no']],
  ['Do not phone', ['1', '0']],
  ['HasOptedOutOfFax', ['1', '0']],
  ['SMS opt-out', ['1', '0']],
  ['Email opens', ['12', '0']],
  ['Unsubscribed from WhatsApp and post', ['', '']],
  ['Bounces last month', ['', '']],
  ['Inscription 2024 (date)', ['2024-01-02', '']],
  ['VIP', ['yes', 'no']],
  ['Job title', ['Spam analyst', 'Manual worker']],
  ['Town', ['left', 'Hard']],
  ['城市', ['北京', '上海']],
  ['Notes', ['wrote to us about email fraud', 'has no email reader at home']],
])('"%s" with %j is an ordinary column', async (heading, cells) => {
  expect(await suspects(heading, cells)).toEqual([]);
});

test('words far down a column, and beyond the headings, are seen as well', async () => {
  const names = Array.from({ length: 3000 }, (_, n) => `r${n}@p.example,Town ${n}`);
  const far = await readList(`email,Remark\n${names.join('\n')}\nlast@p.example,Opted out\n`);
  expect([...far.findings.suspicious]).toEqual(['Remark']);
  const beyond = await readList('email,name\na@p.example,Ruiz, Ana\nb@p.example,Bo,unsubscribed\n');
  expect([...beyond.findings.suspicious]).toEqual(['column 3']);
});

test('a list without headings may have no column of opt-outs', async () => {
  const { findings } = await readList('a@p.example,A,subscribed\nb@p.example,B,unsubscribed\n');
  expect([...findings.suspicious]).toEqual(['column 3']);
  expect([...findings.ignoredColumns]).toEqual(['column 2', 'column 3']);
});

test('every column of which nothing is made is named, those of other addresses and last names as well', async () => {
  const text = 'Secondary email,Email,First Name,Last Name,Town,,Email\nx@y.example,a@p.example,A,B,C,,z@y.example\n';
  const { rows, findings } = await readList(text);
  expect(rows).toMatchObject([{ email: 'a@p.example', firstName: 'A' }]);
  expect([...findings.ignoredColumns]).toEqual(['Secondary email', 'Last Name', 'Town', 'column 6', 'Email']);
});

test.each([
  ['邮箱,姓名,状态', '已订阅', '已退订'],
  ['メールアドレス,名前,配信停止', '', '1'],
  ['이메일,이름,구독 상태', '구독중', '수신거부'],
])('under "%s", "%s" is mailed and "%s" is not', async (headings, stays, left) => {
  const { wishes } = await readList(`${headings}\nr1@p.example,A,${stays}\nr2@p.example,B,${left}\n`);
  expect(wishes).toEqual({ r1: 'active', r2: 'unsubscribed' });
});
