import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { makeBarcode } from '@toshobin/contracts';
import { z } from 'zod';
import { initialPasswordOf } from '../credentials/initial-password.ts';
import type { DemoPatron } from './demo-patrons.ts';

const LoginsSchema = z.array(
  z.object({ where: z.string(), who: z.string(), login: z.string(), password: z.string() }),
);

/** Adds the sign-ins of these people to a JSON file, in place of what it said of them before. */
export function writeLogins(file: string, patrons: readonly DemoPatron[]): void {
  const ours = patrons.map((patron) => ({
    where: 'patron-web',
    who: `${patron.name}（${patron.shows}）`,
    login: makeBarcode('card', patron.serial),
    password: patron.password ?? initialPasswordOf(patron.birthDate),
  }));
  const before = existsSync(file) ? LoginsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const others = before.filter(
    (one) => !ours.some(({ where, login }) => where === one.where && login === one.login),
  );
  writeFileSync(file, `${JSON.stringify([...others, ...ours], null, 2)}\n`, { mode: 0o600 });
}
