import { commandApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { type CallerTokens, requireCaller, serve } from '@toshobin/service';
import type { Express } from 'express';
import type { RunningWorker } from './start-worker.ts';

/** Says to our own processes which commands fail again and again here: Temporal keeps no index of that. */
export function answerForCommands(
  app: Express,
  worker: Pick<RunningWorker, 'isRunning' | 'failing'>,
  callers: CallerTokens,
): void {
  app.use(commandApi.failingCommands.path, requireCaller(callers));
  serve(app, commandApi.failingCommands, async () =>
    allow({ taken: worker.isRunning(), commands: worker.failing() }),
  );
}
