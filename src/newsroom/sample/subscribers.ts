/** A reader of the sample newsletter. */
type SampleSubscriber = { email: string; firstName: string };

const READERS: readonly (readonly [firstName: string, email: string])[] = [
  ['Amara', 'amara.okonjo@mailbox.example'],
  ['Bjørn', 'bjorn@fjordpost.example'],
  ['Chidi', 'chidi.n@lantern.example'],
  ['Dalia', 'dalia.haddad@cedar.example'],
  ['Esperanza', 'esperanza@correo.example'],
  ['Farid', 'farid.rahimi@mailbox.example'],
  ['Gwenllian', 'gwenllian@valleys.example'],
  ['Hiroshi', 'h.tanabe@veterans.example'],
  ['Ioana', 'ioana.petrescu@mailbox.example'],
  ['Jamal', 'jamal.w@harbour.example'],
  ['Kateryna', 'kateryna@poshta.example'],
  ['Léo', 'leo.marchand@courriel.example'],
  ['Mei', 'mei.lin@lantern.example'],
  ['Nomvula', 'nomvula@mailbox.example'],
  ['Owen', 'owen.pryce+reveille@harbour.example'],
  ['Priya', 'priya.raman@veterans.example'],
  ['Quentin', 'quentin@foxglove.example'],
  ['Rosa', "rosa.o'dell@mailbox.example"],
  ['Søren', 'soren@fjordpost.example'],
  ['Tala', 'tala.reyes@lantern.example'],
  ['Ulrike', 'ulrike.vogt@briefe.example'],
  ['Václav', 'vaclav@posta.example'],
  ['Wanjiru', 'wanjiru.k@mailbox.example'],
  ['Yusuf', 'yusuf.demir@harbour.example'],
  ['', 'newsdesk@veterans.example'],
];

/** The 25 sample readers; one has given no first name, as in any real list. Domains are RFC 2606's `.example`. */
export function sampleSubscribers(): SampleSubscriber[] {
  return READERS.map(([firstName, email]) => ({ email, firstName }));
}
