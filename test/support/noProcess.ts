import { subscribe } from 'node:diagnostics_channel';

// The set-up runs once a file, in a worker that the files share.
const state = globalThis as { hasProcessGuard?: boolean };
if (!state.hasProcessGuard)
  subscribe('child_process', () => {
    throw new Error('a test of the fast tier started a process: see test/support/tiers.ts');
  });
state.hasProcessGuard = true;
