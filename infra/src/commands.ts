import { databaseVariables } from '../configuration-faults.mjs';

/** An operator's command: what carries it out, and which settings it needs, whatever else the environment has. */
export interface Command {
  /** From the repository's root. */
  readonly entry: string;
  readonly needs: (args: readonly string[]) => readonly string[];
}

/** What `node infra/run.mjs` knows. */
export const commands: Readonly<Record<string, Command>> = {
  reconcile: { entry: 'workflows/src/reconcile.ts', needs: () => ['TEMPORAL_ADDRESS'] },
  replay: {
    entry: 'workflows/src/replay.ts',
    needs: (args) => (args.some((word) => word.startsWith('--address')) ? [] : ['TEMPORAL_ADDRESS']),
  },
  'staff-account': {
    entry: 'services/staff-web/src/staff-account.ts',
    needs: () => ['STAFF_WEB_DATABASE_URL', 'STAFF_WEB_URL'],
  },
  'dead-letters': {
    entry: 'infra/src/dead-letters.ts',
    needs: (args) => {
      const sender = args[args.indexOf('--resend') + 1];
      return args.includes('--resend') ? [`${sender?.toUpperCase()}_DATABASE_URL`] : ['KAFKA_BROKERS'];
    },
  },
  audit: {
    entry: 'system-tests/audit/run-audit.ts',
    needs: (args) => [
      'CATALOG_DATABASE_URL',
      'PATRON_DATABASE_URL',
      'SHIPPING_DATABASE_URL',
      'KAFKA_BROKERS',
      'TEMPORAL_ADDRESS',
      ...(args.includes('--keep') ? ['STAFF_WEB_DATABASE_URL'] : []),
    ],
  },
  backup: {
    entry: 'system-tests/restore/run-backup.ts',
    needs: (args) => (args.includes('--note') ? ['STAFF_WEB_DATABASE_URL'] : databaseVariables),
  },
  // Into what is empty there is no local stack yet: the command itself makes its place.
  restore: { entry: 'system-tests/restore/run-restore.ts', needs: () => [] },
  restored: {
    entry: 'system-tests/restore/run-restored.ts',
    needs: () => ['CATALOG_DATABASE_URL', 'PATRON_DATABASE_URL', 'SHIPPING_DATABASE_URL'],
  },
  import: { entry: 'services/catalog/src/import.ts', needs: () => ['CATALOG_DATABASE_URL'] },
  'import-cards': { entry: 'services/patron/src/import.ts', needs: () => ['PATRON_DATABASE_URL'] },
  'set-up': {
    entry: 'infra/src/set-up.ts',
    needs: () => ['KAFKA_BROKERS', 'TEMPORAL_ADDRESS'],
  },
  demo: {
    entry: 'system-tests/src/demo.ts',
    needs: () => ['PATRON_WEB_URL', 'STAFF_WEB_URL', 'SES_ENDPOINT'],
  },
  pictures: {
    entry: 'system-tests/src/pictures/take-pictures.ts',
    needs: () => ['PATRON_WEB_URL', 'STAFF_WEB_URL', 'SES_ENDPOINT'],
  },
  'pictures:searches': {
    entry: 'system-tests/src/pictures/take-search-pictures.ts',
    needs: () => ['PATRON_WEB_URL'],
  },
};
