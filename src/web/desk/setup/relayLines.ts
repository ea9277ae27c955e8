import { openRedaction } from '../../../checks/doctor/doctor.ts';
import type { Relay } from '../../../platform/config.ts';
import type { Web } from '../../web.ts';

/** A relay of SMTP_URL as the desk shows it: never with its password. */
export type RelayLine = {
  /** host:port */
  name: string;
  facts: string[];
  /** Null: it is not known to be in trouble. */
  trouble: string | null;
};

function describeTls({ implicitTls, requireTls, allowClearPassword }: Relay): string {
  if (implicitTls) return 'TLS from the start';
  if (requireTls) return 'STARTTLS required';
  return allowClearPassword ? 'STARTTLS where it works' : 'STARTTLS where offered';
}

function factsOf(relay: Relay): string[] {
  const { auth, name, connections, perSecond, weight, warmUp } = relay;
  return [
    describeTls(relay),
    auth ? 'with a user name and a password' : 'without a password',
    name ? `greeted as ${name}` : null,
    connections === undefined ? null : `at most ${connections} connections`,
    perSecond === undefined ? null : `at most ${perSecond} messages a second`,
    weight === undefined ? null : `weight ${weight}`,
    warmUp === undefined ? null : `warming up: ${warmUp.start} messages on the first day, at most ${warmUp.cap}`,
  ].filter((fact) => fact !== null);
}

/** The relays with what the mailers know of them. */
export async function loadRelayLines({ db, config, now }: Pick<Web, 'db' | 'config' | 'now'>): Promise<RelayLine[]> {
  const names = config.relays.map(({ host, port }) => `${host}:${port}`);
  if (names.length === 0) return [];
  const redact = openRedaction(config);
  const states = await db.selectFrom('relay_states').selectAll().where('relay', 'in', names).execute();
  return config.relays.map((relay) => {
    const name = `${relay.host}:${relay.port}`;
    const state = states.find((each) => each.relay === name);
    const isDown = state?.down_until !== null && state?.down_until !== undefined && state.down_until > now();
    const trouble = state?.sign_in_refused
      ? `It refused our user name and password: ${state.sign_in_reason}`
      : isDown || (state?.failures ?? 0) > 0
        ? `It could not be reached ${state!.failures === 1 ? 'once' : `${state!.failures} times in a row`}: ${state!.reason}`
        : null;
    return { name, facts: factsOf(relay), trouble: trouble === null ? null : redact(trouble) };
  });
}
