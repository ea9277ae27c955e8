/**
 * Loaded into a process with `--import`. At SIGUSR2, or at once with `now` in its query, the clock of the process jumps
 * by `ms` milliseconds; with `andBack` in its query, the next SIGUSR2 sets it right again. The machine's clock cannot be set, and libfaketime is not available everywhere. The program uses
 * only
 * `Date` and the database's clock. Elapsed time (timers, performance.now) is not affected, as when an operator or NTP
 * sets
 * the clock of a machine.
 */
const query = new URL(import.meta.url).searchParams;
const jumpMs = Number(query.get('ms'));
let offsetMs = query.has('now') ? jumpMs : 0;
process.on('SIGUSR2', () => (offsetMs = query.has('andBack') && offsetMs !== 0 ? 0 : jumpMs));

const MachineDate = Date;
const now = (): number => MachineDate.now() + offsetMs;

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, values, self) => Reflect.construct(target, values.length === 0 ? [now()] : values, self) as Date,
  apply: () => new MachineDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
});
