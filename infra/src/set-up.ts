import { parseArgs } from 'node:util';
import { kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { fileOf, services } from './services.ts';
import { setUpKafka } from './set-up-kafka.ts';

// What Kafka and Temporal must have before the services use them: topics with their retention and copies, the namespace,
// search attributes, schedules. For any target, and safe to repeat.

const usage = `node infra/run.mjs set-up [--dry-run]
  --dry-run  says what is lacking, a line each, and makes nothing`;

const given = optionsIn(process.argv.slice(2));
if (given === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const kafka = kafkaAt(readConfig(z.object(kafkaConfig)));
  const options = { dryRun: given['dry-run'], say: (line: string) => console.log(line) };
  if ((await setUpKafka(kafka, options)) === 0) console.log('Kafka: nothing is lacking');

  const processes = services.find(({ name }) => name === 'workflows');
  const temporal = processes && fileOf(processes, processes.oneShot);
  if (temporal !== undefined) await import(temporal);
}

/** Undefined where a word is none of ours: with `--dryrun` everything would be made. */
function optionsIn(args: string[]): { 'dry-run': boolean } | undefined {
  try {
    return parseArgs({ args, options: { 'dry-run': { type: 'boolean', default: false } } }).values;
  } catch {
    return undefined;
  }
}
