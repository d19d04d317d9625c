import { kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { fileOf, services } from './services.ts';
import { setUpTopics } from './topics.ts';

/**
 * What Kafka and Temporal must have before the services use them: topics with their retention and copies, the namespace,
 * search attributes, schedules. For any target; safe to repeat; `--dry-run` only says what is lacking.
 */
const kafka = kafkaAt(readConfig(z.object(kafkaConfig)));
const options = { dryRun: process.argv.includes('--dry-run'), say: (line: string) => console.log(line) };
if ((await setUpTopics(kafka, options)) === 0) console.log('Kafka: nothing is lacking');

const processes = services.find(({ name }) => name === 'workflows');
const temporal = processes && fileOf(processes, processes.oneShot);
if (temporal !== undefined) await import(temporal);
