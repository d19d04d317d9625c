import path from 'node:path';
import { eventSchemas } from '@toshobin/contracts';
import { type AsyncApiDocument, asyncApiOf, type Hearer } from '@toshobin/events';
import { stringify } from 'yaml';
import { z } from 'zod';
import { fileOf, root, services } from './services.ts';
import { topicDefinitions } from './topics.ts';

/** Where the description of what is on Kafka is committed. */
export const asyncApiFile = path.join(root, 'docs/asyncapi.yaml');

/** Beside a service's consumer: the types it hears. */
export const heardFactsFile = 'src/facts/heard-facts.ts';

const isEventType = (name: string): name is keyof typeof eventSchemas => Object.hasOwn(eventSchemas, name);
const HeardFacts = z.object({ heardFacts: z.array(z.string().refine(isEventType)) });

/** The description of every event, with each service that declares what it hears. */
export async function describeEvents(): Promise<AsyncApiDocument> {
  const hearers: Hearer[] = [];
  for (const service of services) {
    const file = fileOf(service, heardFactsFile);
    if (file === undefined) continue;
    const { heardFacts } = HeardFacts.parse(await import(file));
    hearers.push({ service: service.name, hears: heardFacts.filter(isEventType) });
  }
  return asyncApiOf({
    title: 'Facts of toshobin',
    version: '0.1.0',
    hearers,
    topics: topicDefinitions,
  });
}

/** The document as it is committed. */
export function asyncApiText(document: AsyncApiDocument): string {
  const header =
    '# Written by `npm run asyncapi` from libs/contracts/src/events.ts; a test compares the two.\n';
  return header + stringify(document, { aliasDuplicateObjects: false, lineWidth: 110 });
}
