import path from 'node:path';
import type { AsyncApiDocument } from '@toshobin/events';
import { stringify } from 'yaml';
import { root } from './services.ts';

/** Where the description of what is on Kafka is committed. */
export const asyncApiFile = path.join(root, 'docs/asyncapi.yaml');

/** The document as it is committed. */
export function asyncApiText(document: AsyncApiDocument): string {
  const header =
    '# Written by `npm run asyncapi` from libs/contracts/src/events.ts; a test compares the two.\n';
  return header + stringify(document, { aliasDuplicateObjects: false, lineWidth: 110 });
}
