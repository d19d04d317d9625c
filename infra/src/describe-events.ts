import { eventSchemas } from '@toshobin/contracts';
import { type AsyncApiDocument, asyncApiOf, type Hearer } from '@toshobin/events';
import { z } from 'zod';
import { fileOf, heardFactsFile, services } from './services.ts';
import { topicDefinitions } from './topics.ts';

const isEventType = (name: string): name is keyof typeof eventSchemas => Object.hasOwn(eventSchemas, name);
const HeardFacts = z.object({
  heardFacts: z.array(z.string().refine(isEventType)),
  consumerGroup: z.string(),
});

/** The description of every event, with each service that declares what it hears. */
export async function describeEvents(): Promise<AsyncApiDocument> {
  const hearers: Hearer[] = [];
  for (const service of services) {
    const file = fileOf(service, heardFactsFile);
    if (file === undefined) continue;
    const { heardFacts, consumerGroup: group } = HeardFacts.parse(await import(file));
    hearers.push({ service: service.name, hears: heardFacts.filter(isEventType), group });
  }
  return asyncApiOf({
    title: 'Facts of toshobin',
    version: '0.1.0',
    hearers,
    topics: topicDefinitions,
  });
}
