import type { Command } from 'commander';
import type { DoctorOptions } from '../doctor.ts';
import type { Run } from '../run.ts';

/** `doctor`. */
export function registerDoctor(program: Command, run: Run): void {
  program
    .command('doctor')
    .description(
      'check the installation: database, clocks, processes, queue, disk, staff, newsletters, relays, DNS; exits with 1 if it finds a problem',
    )
    .option('--no-network', 'ask neither relays nor DNS')
    .option('--dns <address>', 'use this DNS server instead of the system’s, for example 192.0.2.1:53')
    .option('--json', 'print JSON lines')
    .action(async (options: DoctorOptions) => (await import('../doctor.ts')).doctor(run, options));
}
