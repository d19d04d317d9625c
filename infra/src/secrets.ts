import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Secrets = z.object({ serviceToken: z.string().min(1), databasePassword: z.string().min(1) });

/** The secrets of a local stack: drawn at its first start, kept with its state, readable by its owner only. */
export function readSecrets(stateFolder: string): z.infer<typeof Secrets> {
  const file = path.join(stateFolder, 'secrets.json');
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const drawn = {
    serviceToken: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  mkdirSync(stateFolder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(drawn)}\n`, { mode: 0o600 });
  return drawn;
}
