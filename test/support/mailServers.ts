import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/servers/ports.ts';

/** Debian's servers, unpacked by `.ci/servers`. */
const SERVERS = process.env['REVEILLE_MAIL_SERVERS'] ?? '/opt/reveille-mail-servers';

export type ServerKind = 'postfix' | 'exim' | 'opensmtpd';

/** What it asks for; `mechanisms` are those that it offers for the user `news` with the password `a b:c@d/e%f`. */
export type ServerOptions = { mechanisms?: 'PLAIN' | 'LOGIN' | 'PLAIN LOGIN' | null; hasTls?: boolean };

export type MailServer = {
  version: string;
  /** STARTTLS and clear text; implicit TLS. */
  port: number;
  tlsPort: number;
  /**
   * The recipients of the messages that it accepted and delivered, one entry a message. A server that is restarted may
   * deliver one message of its queue twice; both copies carry its own id for that message, and count once.
   */
  arrived: () => Promise<string[]>;
  log: () => Promise<string>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

export const PASSWORD = 'a b:c@d/e%f';
const VMAIL = 105;

/** A certificate for 127.0.0.1 that signs itself. */
export async function makeCertificate({ days = 2 }: { days?: number } = {}): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-cert-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(days), '-subj', '/CN=127.0.0.1'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...request, ...names], { stdio: 'ignore' });
  const pair = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(folder, { recursive: true });
  return pair;
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('data', () => done(true)).once('error', () => done(false));
    socket.once('data', () => socket.destroy());
    setTimeout(() => socket.destroy(), 500).unref();
    socket.once('close', () => done(false));
  });

type Setup = { root: string; port: number; tlsPort: number; options: Required<ServerOptions> };

/** Writes files below a server's root. */
const writeAll = async (root: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
};

const own = async (root: string, paths: readonly string[], uid: number, gid = uid): Promise<void> => {
  for (const path of paths) {
    await mkdir(join(root, path), { recursive: true });
    await chown(join(root, path), uid, gid);
  }
};

async function setUpPostfix({ root, port, tlsPort, options }: Setup): Promise<string[]> {
  const queue = 'active bounce corrupt defer deferred flush hold incoming private saved trace'.split(' ');
  await own(root, ['/var/spool/postfix/pid'], 0);
  await own(root, ['/var/lib/postfix', ...queue.map((name) => `/var/spool/postfix/${name}`)], 101);
  await own(root, ['/var/spool/postfix/maildrop', '/var/spool/postfix/public'], 101, 106);
  const allowed = options.mechanisms ? 'permit_sasl_authenticated, reject' : 'permit_mynetworks, reject';
  const service = (name: string, type: string, program: string, most = '-'): string =>
    `${name} ${type} ${type === 'inet' || program === 'cleanup' ? 'n' : '-'} ${program === 'virtual' ? 'n' : '-'} n - ${most} ${program}`;
  await writeAll(root, {
    '/etc/postfix/main.cf': [
      'compatibility_level = 3.6',
      'myhostname = mail.relay.example',
      'mydestination =',
      'mynetworks = 127.0.0.0/8',
      'inet_interfaces = 127.0.0.1',
      'inet_protocols = ipv4',
      'queue_directory = /var/spool/postfix',
      'data_directory = /var/lib/postfix',
      'daemon_directory = /usr/lib/postfix/sbin',
      'command_directory = /usr/sbin',
      'shlib_directory = /usr/lib/postfix',
      'meta_directory = /etc/postfix',
      'maillog_file = /var/log/mail.log',
      'alias_maps =',
      'alias_database =',
      'local_recipient_maps =',
      'virtual_mailbox_domains = static:all',
      'virtual_mailbox_maps = static:all/',
      'virtual_mailbox_base = /var/mail',
      `virtual_uid_maps = static:${VMAIL}`,
      `virtual_gid_maps = static:${VMAIL}`,
      'smtpd_tls_cert_file = /etc/cert.pem',
      'smtpd_tls_key_file = /etc/key.pem',
      `smtpd_tls_security_level = ${options.hasTls ? 'may' : 'none'}`,
      'smtpd_helo_required = yes',
      'smtpd_helo_restrictions = reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname',
      `smtpd_sasl_auth_enable = ${options.mechanisms ? 'yes' : 'no'}`,
      'smtpd_sasl_security_options = noanonymous',
      'smtpd_sasl_local_domain = $myhostname',
      'cyrus_sasl_config_path = /etc/postfix/sasl',
      `smtpd_recipient_restrictions = check_recipient_access regexp:/etc/postfix/refused, ${allowed}`,
      'smtpd_relay_restrictions =',
      '',
    ].join('\n'),
    '/etc/postfix/refused': '/^reader3@/ REJECT\n',
    '/etc/postfix/sasl/smtpd.conf': `pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: ${options.mechanisms ?? ''}\nsasldb_path: /etc/sasldb2\n`,
    '/etc/postfix/master.cf': [
      service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
      service(`127.0.0.1:${tlsPort}`, 'inet', 'smtpd -o smtpd_tls_wrappermode=yes'),
      service('cleanup', 'unix', 'cleanup', '0'),
      'qmgr unix n - n 300 1 qmgr',
      'tlsmgr unix - - n 1000? 1 tlsmgr',
      service('rewrite', 'unix', 'trivial-rewrite'),
      ...['bounce', 'defer', 'trace'].map((name) => service(name, 'unix', 'bounce', '0')),
      ...['proxymap', 'virtual', 'error', 'retry'].map((name) =>
        service(name, 'unix', name === 'retry' ? 'error' : name),
      ),
      service('anvil', 'unix', 'anvil', '1'),
      'postlog unix-dgram n - n - 1 postlogd',
      '',
    ].join('\n'),
  });
  if (options.mechanisms) {
    const make = ['-p', '-c', '-f', '/etc/sasldb2', '-u', 'mail.relay.example', 'news'];
    execFileSync('chroot', [root, '/usr/sbin/saslpasswd2', ...make], {
      input: PASSWORD,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await chown(join(root, 'etc/sasldb2'), 101, 101);
  }
  return ['/usr/lib/postfix/sbin/master', '-d', '-c', '/etc/postfix'];
}

async function setUpExim({ root, port, tlsPort, options }: Setup): Promise<string[]> {
  await own(root, ['/var/spool/exim4', '/var/log/exim4'], 102);
  const offers = options.mechanisms ?? '';
  const accepts = (user: string, pass: string): string =>
    `  server_condition = \${if and{{eq{${user}}{news}}{eq{${pass}}{${PASSWORD}}}}}\n`;
  await writeAll(root, {
    '/etc/exim4/exim4.conf': [
      'primary_hostname = mail.relay.example',
      `daemon_smtp_ports = ${port} : ${tlsPort}`,
      `tls_on_connect_ports = ${tlsPort}`,
      'local_interfaces = 127.0.0.1',
      `tls_advertise_hosts = ${options.hasTls ? '*' : ''}`,
      'tls_certificate = /etc/cert.pem',
      'tls_privatekey = /etc/key.pem',
      'auth_advertise_hosts = *',
      'host_lookup =',
      'rfc1413_query_timeout = 0s',
      'smtp_accept_max = 100',
      'smtp_accept_max_per_connection = 7',
      'smtp_accept_queue_per_connection = 0',
      'acl_smtp_helo = helo',
      'acl_smtp_rcpt = rcpt',
      'acl_smtp_data = accept',
      'never_users =',
      'begin acl',
      'helo:',
      '  accept condition = ${if match{$sender_helo_name}{\\N^\\[|\\.[a-z]+$\\N}}',
      '  deny message = Helo command rejected: need a fully-qualified host name',
      'rcpt:',
      '  deny local_parts = reader3',
      options.mechanisms ? '  accept authenticated = *' : '  accept',
      '  deny message = authentication required',
      'begin routers',
      'all:',
      '  driver = accept',
      '  transport = maildir',
      'begin transports',
      'maildir:',
      '  driver = appendfile',
      '  directory = /var/mail/all',
      '  maildir_format',
      '  create_directory',
      '  user = vmail',
      '  group = vmail',
      'begin authenticators',
      ...(offers.includes('PLAIN')
        ? ['plain:', '  driver = plaintext', '  public_name = PLAIN', accepts('$auth2', '$auth3')]
        : []),
      ...(offers.includes('LOGIN')
        ? [
            'login:',
            '  driver = plaintext',
            '  public_name = LOGIN',
            '  server_prompts = Username:: : Password::',
            accepts('$auth1', '$auth2'),
          ]
        : []),
      '',
    ].join('\n'),
  });
  await chown(join(root, 'etc/key.pem'), 102, 102);
  return ['/usr/sbin/exim4', '-bdf', '-q1m'];
}

async function setUpOpenSmtpd({ root, port, tlsPort, options }: Setup): Promise<string[]> {
  await own(root, ['/var/spool/smtpd', '/run/empty'], 0);
  await chmod(join(root, 'var/spool/smtpd'), 0o711);
  await chmod(join(root, 'etc/key.pem'), 0o600);
  await rm(join(root, 'run/smtpd.sock'), { force: true });
  await writeAll(root, {
    // Its resolver asks the network first unless told.
    '/etc/resolv.conf': 'lookup file\n',
    '/etc/smtpd.conf': [
      ...(options.hasTls ? ['pki mine cert "/etc/cert.pem"', 'pki mine key "/etc/key.pem"'] : []),
      'table users { "@" = vmail }',
      'table names { "\\.[a-z]+$", "^\\[" }',
      'filter "full" phase ehlo match !helo regex <names> reject "550 Helo command rejected: need a fully-qualified host name"',
      'smtp limit max-mails 7',
      `listen on 127.0.0.1 port ${port} ${options.hasTls ? 'tls pki mine ' : ''}filter "full" hostname mail.relay.example`,
      ...(options.hasTls
        ? [`listen on 127.0.0.1 port ${tlsPort} smtps pki mine filter "full" hostname mail.relay.example`]
        : []),
      'action "in" maildir "/var/mail/all" virtual <users>',
      'match from any for any rcpt-to regex "^reader3@" reject',
      'match from any for any action "in"',
      '',
    ].join('\n'),
  });
  return ['/usr/sbin/smtpd', '-d', '-f', '/etc/smtpd.conf'];
}

const SET_UP = { postfix: setUpPostfix, exim: setUpExim, opensmtpd: setUpOpenSmtpd };
const LOGS = { postfix: 'var/log/mail.log', exim: 'var/log/exim4/mainlog' };

/**
 * Starts a mail server on loopback in a root of its own, as root. It insists on a full name in EHLO, refuses
 * reader3@ everywhere, delivers everything else into one maildir, and (Postfix, which has no such limit, aside) hangs
 * up after seven messages of a connection.
 */
export async function startMailServer(
  kind: ServerKind,
  certificate: { key: string; cert: string },
  { mechanisms = null, hasTls = true }: ServerOptions = {},
): Promise<MailServer> {
  const folder = await mkdtemp(join(tmpdir(), `reveille-${kind}-`));
  // A chroot must be passable for the server's own users.
  await chmod(folder, 0o755);
  const root = join(folder, 'root');
  await cp(join(SERVERS, kind), root, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/dev\/\w+$/.test(path),
  });
  for (const [name, minor] of [
    ['null', '3'],
    ['random', '8'],
    ['urandom', '9'],
  ] as const)
    execFileSync('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', minor]);
  if (kind === 'exim') execFileSync('chmod', ['u+s', join(root, 'usr/sbin/exim4')]);
  await own(root, ['/var/log'], 0);
  await own(root, ['/var/mail'], VMAIL);
  await writeAll(root, { '/etc/cert.pem': certificate.cert, '/etc/key.pem': certificate.key });
  const [port, tlsPort] = [await freePort(), await freePort()];
  const setUp = { root, port, tlsPort, options: { mechanisms, hasTls } };
  const out: string[] = [];
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const [program, ...args] = await SET_UP[kind](setUp);
    child = spawn('chroot', [root, program!, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    for (let tries = 0; tries < 100; tries++) {
      if (await isOpen(port)) return;
      await sleep(100);
    }
    throw new Error(`${kind} does not answer: ${out.join('')}`);
  };
  const end = async (): Promise<void> => {
    const ended = child;
    child = null;
    if (!ended?.pid) return;
    const over = new Promise((done) => ended.once('exit', done));
    // The group that it leads: with it end the processes that hold connections.
    process.kill(-ended.pid, 'SIGTERM');
    await Promise.race([over, sleep(5_000)]);
    try {
      process.kill(-ended.pid, 'SIGKILL');
    } catch {
      // All of them are gone.
    }
  };
  const stop = async (): Promise<void> => {
    await end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    version: (await readFile(join(root, '.version'), 'utf8')).trim(),
    port,
    tlsPort,
    arrived: async () => {
      const fresh = join(root, 'var/mail/all/new');
      const names = await readdir(fresh).catch(() => []);
      const mails = await Promise.all(names.map((name) => readFile(join(fresh, name), 'latin1')));
      const readerById = new Map(
        mails.map((mail) => [/\bid ([\w-]+)/.exec(mail)?.[1], /^To: <(.*)>/m.exec(mail)?.[1]]),
      );
      return [...readerById.values()].flatMap((reader) => reader ?? []);
    },
    log: async () => (kind === 'opensmtpd' ? out.join('') : readFile(join(root, LOGS[kind]), 'utf8')),
    restart: async () => {
      await end();
      await start();
    },
    stop,
  };
}

/** Postfix's smtp-sink on a loopback port: it accepts mail as fast as it can, and keeps none. */
export async function startSinkProgram(): Promise<{ port: number; close: () => Promise<void> }> {
  const port = await freePort();
  const root = join(SERVERS, 'postfix');
  const user = process.getuid!() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(join(root, 'usr/sbin/smtp-sink'), [...user, `127.0.0.1:${port}`, '1000'], {
    env: { LD_LIBRARY_PATH: join(root, 'usr/lib/postfix') },
    stdio: 'ignore',
  });
  for (let attempt = 0; !(await isOpen(port)); attempt++) {
    if (attempt === 100) throw new Error('smtp-sink did not start');
    await sleep(50);
  }
  return {
    port,
    close: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
    },
  };
}
