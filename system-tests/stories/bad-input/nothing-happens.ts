import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { instantFromDate } from '@toshobin/lending-rules';
import { eventually } from '../../src/eventually.ts';
import type { Journey } from '../../src/journey.ts';
import { granted, type WebSession } from '../../src/web-session.ts';
import type { WholeLibrary } from '../../src/whole-library.ts';

/** Of nothing that there is. */
export const unknown = '00000000-0000-4000-8000-00000000dead';
const json = { 'content-type': 'application/json' };

/** What a device sends of any scan, now. */
export const scan = () => ({ factId: randomUUID(), occurredAt: instantFromDate(new Date()) });

/** What is sent, and what it must be answered with: a status, and the refusal's code where a rule speaks. */
export interface Bad {
  says: string;
  method?: string;
  path: string;
  body?: string | Uint8Array<ArrayBuffer> | object;
  headers?: Record<string, string>;
  answer: number;
  code?: string;
}

/** The library, and a reservation of it that all of this is about. */
export interface Reserved {
  library: WholeLibrary;
  journey: Journey;
}

/** Everything that a half-done change would leave a trace in. */
async function traces({ library, journey }: Reserved) {
  const { prefectural, operator } = library.desks;
  return {
    myLibrary: await journey.cast.patron.myLibrary(),
    pickList: await prefectural.pickList(),
    packingList: await prefectural.packingList(),
    parcel: await prefectural.readParcel(journey.parcelNumber),
    timeline: granted(await operator.timeline(journey.reservationId)),
    policy: await operator.readPolicy(),
  };
}

/** Each is answered as it must be, and none of them changes anything. */
export async function nothingHappens(
  reserved: Reserved,
  session: WebSession,
  table: readonly Bad[],
): Promise<void> {
  // What the steps before set in motion has to have arrived everywhere, or it would look like a change.
  let last = '';
  const before = await eventually(
    'a moment in which nothing moves',
    async () => {
      const now = await traces(reserved);
      const steady = JSON.stringify(now) === last;
      last = JSON.stringify(now);
      return steady && now;
    },
    { every: 500 },
  );
  const wrong: string[] = [];
  for (const { says, method = 'GET', path, body, headers = {}, answer, code } of table) {
    const raw = typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body;
    const response = await session.send(method, path, {
      ...(raw === undefined ? {} : { body: raw }),
      headers: { ...(raw === undefined ? {} : json), ...headers },
    });
    const text = await response.text();
    const heard = `${response.status} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`.trim();
    if (heard !== `${answer} ${code ?? ''}`.trim()) wrong.push(`${says}: ${heard} ${text.slice(0, 200)}`);
    const kind = response.headers.get('content-type') ?? '';
    if (path.startsWith('/api/') && answer >= 400 && !kind.startsWith('application/problem+json')) {
      wrong.push(`${says}: answered as ${kind}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(await traces(reserved)).toEqual(before);
}
