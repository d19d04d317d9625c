import path from 'node:path';
import { writeMigration } from '@toshobin/database';
import { startOwnPostgres } from '@toshobin/database/testing';
import { fileOf, root, services } from './services.ts';

// npm run migration -- <service> <name>: writes the next migration of a service from its schema.prisma.

const [wanted, name] = process.argv.slice(2);
const owners = services.filter((service) => fileOf(service, 'prisma/schema.prisma') !== undefined);
const service = owners.find((owner) => owner.name === wanted);
if (service === undefined || name === undefined) {
  console.error(
    `npm run migration -- <service> <name>\n  services: ${owners.map((owner) => owner.name).join(', ')}`,
  );
  process.exit(1);
}
const postgres = await startOwnPostgres();
try {
  const prismaFolder = path.join(root, service.folder, 'prisma');
  const file = await writeMigration({ prismaFolder, adminUrl: postgres.adminUrl, name, now: new Date() });
  console.log(
    file === undefined ? 'The migrations say what the schema says' : `Wrote ${path.relative(root, file)}`,
  );
} finally {
  await postgres.stop();
}
