/**
 * Computes from measured costs what a send to ten and a hundred million readers needs: the table of docs/scaling.md.
 *
 *   node scripts/computeScale.ts
 */
import { describeScale } from './computeScale/scale.ts';

process.stdout.write(describeScale());
