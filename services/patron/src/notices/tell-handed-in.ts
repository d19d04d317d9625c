import { LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { LedgerState } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { queueNotice } from './queue-notice.ts';

/** Tells patrons who asked for it where a copy was handed in, when it is processed elsewhere. */
export async function tellHandedIn(
  deps: PatronDeps,
  tx: Transaction,
  { before, application, state }: { before: Application; application: Application; state: LedgerState },
): Promise<void> {
  if (application.state !== 'returning' || before.state === 'returning') return;
  const returnLibrary = LibraryCodeSchema.safeParse(state.copy?.returnLibrary).data;
  if (returnLibrary === undefined || returnLibrary === PREFECTURAL_LIBRARY) return;
  const patron = await tx.patron.findUniqueOrThrow({ where: { id: application.patronId } });
  if (!patron.handedInMail) return;
  const { journey } = application;
  await queueNotice(deps, tx, {
    application,
    data: { kind: 'handedIn', returnLibrary },
    occasion: String(journey),
    journey,
    groupKey: returnLibrary,
  });
}
