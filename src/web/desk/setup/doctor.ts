import { z } from 'zod';
import { examine } from '../../../checks/doctor/doctor.ts';
import { DOCTOR_CHECKS, type DoctorCheck, type Verdict } from '../../../checks/doctor/verdict.ts';
import { openResolver } from '../../../checks/preflight/resolver.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { doctorPage } from './doctorPage.ts';
import { loadLastCheck, startCheck } from './lastCheck.ts';

const CHECK = 'doctor';
const NAMES = Object.keys(DOCTOR_CHECKS) as [DoctorCheck, ...DoctorCheck[]];

const Verdicts = z.array(
  z.object({
    check: z.enum(NAMES),
    ok: z.boolean(),
    isMade: z.boolean(),
    detail: z.string(),
    advice: z.string().nullable(),
  }),
);

async function lookOver(web: Web): Promise<Verdict[]> {
  const { db, queues, config, log, now } = web;
  const resolver = openResolver(null);
  const verdicts: Verdict[] = [];
  const deps = { config, log, now, resolver, withNetwork: true, open: { db, queues } };
  for await (const verdict of examine(deps)) verdicts.push(verdict);
  return verdicts;
}

/** The verdicts of the latest look over the installation. */
export async function showDoctor(web: Web, c: WebContext): Promise<Response> {
  const [last, zone] = await Promise.all([loadLastCheck(web, CHECK, Verdicts), deskZone(web)]);
  setPolicy(c, 'desk');
  return c.html(doctorPage(web.site, c.var.staff!, { last, zone }));
}

/** Looks the installation over, as `reveille doctor` does. */
export async function runDoctor(web: Web, c: WebContext): Promise<Response> {
  await startCheck(web, CHECK, () => lookOver(web));
  return c.redirect(href(web.site, '/desk/doctor'), 303);
}
