import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { localDatabaseUrl, postgresAnswers, spawnPostgres } from '@toshobin/database/local-postgres';
import { logFile } from '../logs.ts';
import type { Plan } from '../plan.ts';
import type { ChildDescription } from '../supervised-child.ts';

/** The local PostgreSQL: one cluster, a database for each service. */
export function postgres(plan: Plan): ChildDescription {
  const log = logFile(plan.stateFolder, 'postgres');
  return {
    name: 'postgres',
    log,
    spawn: () => {
      mkdirSync(path.dirname(log), { recursive: true });
      return spawnPostgres({
        dataFolder: path.join(plan.stateFolder, 'postgres'),
        port: plan.ports.postgres,
        password: plan.databasePassword,
        settings: [
          'max_connections=200',
          'shared_buffers=128MB',
          // The audit and the bench ask when something could be seen by others.
          'track_commit_timestamp=on',
        ],
        logFile: log,
        detached: true,
      });
    },
    probe: () => postgresAnswers(localAdminUrl(plan)),
    // "Fast": ends the sessions that are open instead of waiting for them.
    stopSignal: 'SIGINT',
    grace: 20,
  };
}

/** The cluster's own database, from which others are created. */
function localAdminUrl(plan: Plan): string {
  return localDatabaseUrl({ port: plan.ports.postgres, password: plan.databasePassword }, 'postgres');
}
