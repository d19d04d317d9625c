import { databaseUrl, kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { prepareDatabase } from './prepare-databases.ts';
import { fileOf, services } from './services.ts';
import { setUpKafka } from './set-up-kafka.ts';

// node --import ./infra/jsx.mjs infra/src/prepare.ts topics|SERVICE: what must be there before a service starts, for whoever
// starts the services without the launcher (docker-compose.yml). Safe to repeat.

const [wanted] = process.argv.slice(2);
const service = services.find(({ name }) => name === wanted);
if (wanted === 'topics') {
  await setUpKafka(kafkaAt(readConfig(z.object(kafkaConfig))), { say: (line) => console.log(line) });
} else if (service !== undefined) {
  if (service.database !== undefined) {
    const { variable } = service.database;
    const config = readConfig(z.object({ [variable]: databaseUrl }));
    await prepareDatabase(service, z.string().parse(config[variable]));
  }
  const oneShot = fileOf(service, service.oneShot);
  if (oneShot !== undefined) await import(oneShot);
} else {
  console.error(`prepare.ts topics|${services.map(({ name }) => name).join('|')}`);
  process.exitCode = 2;
}
