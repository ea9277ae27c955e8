/**
 * Loaded into a mailer with `--import`: at SIGUSR2, or at once with `now` in its query, the process's clock jumps
 * by `ms` milliseconds. No process may set the machine's clock, and libfaketime is not everywhere; the program
 * knows no clock besides `Date` and the database's. What counts elapsed time (timers, performance.now) goes on, as
 * it does where an operator or NTP sets a machine's clock.
 */
const query = new URL(import.meta.url).searchParams;
const jumpMs = Number(query.get('ms'));
let offsetMs = query.has('now') ? jumpMs : 0;
process.on('SIGUSR2', () => (offsetMs = jumpMs));

const MachineDate = Date;
const now = (): number => MachineDate.now() + offsetMs;

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, values, self) => Reflect.construct(target, values.length === 0 ? [now()] : values, self) as Date,
  apply: () => new MachineDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
});
