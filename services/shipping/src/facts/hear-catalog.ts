import { readEvent } from '@toshobin/contracts';
import { type Handle, Poison } from '@toshobin/events';
import { z } from 'zod';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import type { Shipping } from '../shipping.ts';
import { keepPolicy } from './keep-policy.ts';

/** What this service wants to know of the catalog: its policy, and what scans say of our parcels. Safe to repeat. */
export function hearCatalog(shipping: Shipping): Handle {
  return async (envelope) => {
    const event = understood(envelope);
    if (event?.type === 'catalog.policy.changed') await keepPolicy(shipping.db, event.data);
    if (event?.type === 'catalog.copy.scanned') await noteCopyScanned(shipping, event.data);
  };
}

function understood(envelope: unknown): ReturnType<typeof readEvent> {
  try {
    return readEvent(envelope);
  } catch (error) {
    if (error instanceof z.ZodError) throw new Poison(z.prettifyError(error));
    throw error;
  }
}
