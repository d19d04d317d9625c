import { parseArgs } from 'node:util';
import { databaseUrl, engineConfig, kafkaAt, readConfig, temporalAt } from '@toshobin/service';
import { z } from 'zod';
import { audit } from './audit.ts';
import { lineOf } from './finding.ts';
import { keepForOperators } from './keep-for-operators.ts';
import { openLibrary } from './open-library.ts';

// node infra/run.mjs audit: every contradiction of a running library, a line each with its repair. It only reads.

const usage = `node infra/run.mjs audit [--settle SECONDS] [--no-processes] [--keep]
  Exit status 0: nothing contradicts anything; 1: something does, a line each; 2: it could not be told.
  --settle        after how many seconds a contradiction must still be there (15)
  --no-processes  does not ask each process what it knows
  --keep          keeps the outcome for 止まっているもの of the staff's web`;

const Options = z.object({
  settle: z.coerce.number().min(0).max(600).default(15),
  'no-processes': z.boolean().default(false),
  keep: z.boolean().default(false),
});

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  const given = optionsIn(args);
  if (given === undefined) {
    console.error(usage);
    return 2;
  }
  const config = readConfig(
    z.object({
      CATALOG_DATABASE_URL: databaseUrl,
      PATRON_DATABASE_URL: databaseUrl,
      SHIPPING_DATABASE_URL: databaseUrl,
      ...engineConfig,
    }),
  );
  const library = openLibrary({ ...config, kafka: kafkaAt(config), temporal: temporalAt(config) });
  try {
    const asked = { settleMs: given.settle * 1000, asksProcesses: !given['no-processes'] };
    const { reservations, findings } = await audit(library, asked);
    for (const finding of findings) console.log(lineOf(finding));
    if (given.keep) await keepForOperators(reservations, findings);
    console.log(`audit: ${reservations} reservations, ${findings.length} contradictions`);
    return findings.length === 0 ? 0 : 1;
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
    return 2;
  } finally {
    await library.close();
  }
}

function optionsIn(args: string[]): z.output<typeof Options> | undefined {
  try {
    const options = {
      settle: { type: 'string' },
      'no-processes': { type: 'boolean' },
      keep: { type: 'boolean' },
    } as const;
    return Options.safeParse(parseArgs({ args, options }).values).data;
  } catch {
    // An option that there is not.
    return undefined;
  }
}
