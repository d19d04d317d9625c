import { processApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { type CallerTokens, serveApi } from '@toshobin/service';
import type { TemporalLink } from '@toshobin/temporal';
import { lastNightIn } from '../operators/last-night.ts';
import { repair } from '../operators/repair.ts';
import { stuckProcessesIn } from '../operators/stuck-processes.ts';
import { admit, askProcess } from '../wishes/ask-process.ts';

/** Milliseconds that somebody waits for a repair, which goes on without them; the caller waits for longer. */
const REPAIR_MS = 6_000;

/**
 * What the web fronts ask of processes. They ask it here and not at Temporal itself, which knows no callers: whoever is
 * let in there may begin and end everything, and anybody reaches the public web.
 */
export function processRoutes({ client }: Pick<TemporalLink, 'client'>, callers: CallerTokens) {
  return serveApi('Processes', processApi, callers, {
    admit: async ({ body }) => {
      const admission = await admit(client, body);
      if (admission === 'notYet') return allow(admission);
      if (!admission.admitted) return { ok: false, refusal: admission.refusal };
      return allow({ position: admission.position, ready: admission.ready });
    },
    cancel: ({ params, body: { wishId, at } }) =>
      askProcess(client, 'cancel', { ...params, wishId, input: { at, by: 'patron' } }),
    cancelByLibrary: ({ params, body: { wishId, at, why } }) =>
      askProcess(client, 'cancel', { ...params, wishId, input: { at, by: 'library', reason: why } }),
    extend: ({ params, body: { wishId, at, confirmDue, holderHasOtherOverdue } }) => {
      const confirmed = confirmDue === undefined ? {} : { confirmDue };
      const input = { askedAt: at, holderHasOtherOverdue, ...confirmed };
      return askProcess(client, 'extend', { ...params, wishId, input });
    },
    changePickup: ({ params, body: { wishId, ...input } }) =>
      askProcess(client, 'changePickup', { ...params, wishId, input }),
    suspend: ({ params, body: { wishId, ...input } }) =>
      askProcess(client, 'suspend', { ...params, wishId, input }),
    resume: ({ params, body: { wishId, ...input } }) =>
      askProcess(client, 'resume', { ...params, wishId, input }),
    declarePickedUp: ({ params, body: { wishId, ...input } }) =>
      askProcess(client, 'declarePickedUp', { ...params, wishId, input }),
    repair: async ({ params }) => allow(await repair(client, params.reservationId, REPAIR_MS)),
    stuckProcesses: async () => allow(await stuckProcessesIn({ client })),
    lastNight: async () => allow(await lastNightIn({ client }, new Date())),
  });
}
