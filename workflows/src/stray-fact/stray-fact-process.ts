import type { News } from '@toshobin/lending-rules';

/** What the process of a stray fact is started and signalled with. */
export interface StrayFact {
  reservationId: string;
  news: News;
}

/** Ours alone: the bridge starts it, no service does. */
export const strayFactProcess = {
  workflowType: 'strayFactWorkflow',
  workflowId: (reservationId: string) => `stray-fact-${reservationId}`,
  signals: { lookAgain: 'lookAgain' },
} as const;
