/** The door of the deliver stage: it takes a rendered edition, or a mail of the outbox, to a relay's 250. */
export { freezeAudience } from './ledger/freeze.ts';
export { refreshWave } from './ledger/waves.ts';
export { recoverLost } from './ledger/claim.ts';
export { dropOrphan, retireOldLedger } from './ledger/retire.ts';
export type { DeliverDeps } from './deps.ts';
export { deliverEdition } from './run.ts';
export { showMessage } from './showMessage.ts';
export { groupOf, loadDomainLimits, setDomainLimit, sweepDomainPauses } from './limits/domains.ts';
export { mailerMetrics } from './metrics.ts';
export { mailAlert, type AlertLetter, type AlertMailed } from './alertMail.ts';
export { deliverOutbox } from './outbox.ts';
export { openTransports, type Transports } from './transports.ts';
export { probeRelay, type RelayProbe } from './smtp/probe.ts';
