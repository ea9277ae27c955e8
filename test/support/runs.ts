/**
 * How many cases a test draws: `few` in `npm test`, and MODEL_RUNS times as many where that is set. `npm run test:real`
 * sets it, and runs each file that imports this one once more.
 */
export const runs = (few: number): number => few * Number(process.env['MODEL_RUNS'] ?? 1);
