import type { Program } from './programs.ts';

const TRIES = 5;

/** Signs in at the desk. Returns the cookie. */
export async function signIn({ origin, command }: Program): Promise<string> {
  const { name, password } = JSON.parse(await command('staff', 'add', 'bench', '--role', 'owner', '--json')) as {
    name: string;
    password: string;
  };
  const answer = await fetch(`${origin}/desk/login`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ name, password }),
    redirect: 'manual',
  });
  if (answer.status !== 303) throw new Error(`the sign-in answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Milliseconds to the end of the answer: of the first request, and the median of the next five. */
export async function timePage({ origin }: Program, path: string, cookie: string): Promise<[number, number]> {
  const times: number[] = [];
  for (let tries = 0; tries <= TRIES; tries++) {
    const startedAt = performance.now();
    const answer = await fetch(`${origin}${path}`, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    times.push(performance.now() - startedAt);
  }
  const [first, ...others] = times;
  return [first!, others.toSorted((a, b) => a - b)[Math.floor(TRIES / 2)]!];
}
