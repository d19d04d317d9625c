import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** By which our processes know each other. */
export const tokenVariables = ['PATRON_WEB_TOKEN', 'STAFF_WEB_TOKEN', 'PATRON_TOKEN'];

const Secrets = z.object({
  tokens: z.record(z.string(), z.string().min(1)),
  databasePassword: z.string().min(1),
});

/** The secrets of a local stack: drawn at its first start, kept with its state, readable by its owner only. */
export function readSecrets(stateFolder: string): z.infer<typeof Secrets> {
  const file = path.join(stateFolder, 'secrets.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const drawn = {
    tokens: Object.fromEntries(tokenVariables.map((name) => [name, randomBytes(24).toString('base64url')])),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(drawn)}\n`, { mode: 0o600 });
  return drawn;
}
