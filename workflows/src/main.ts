import { taskQueues } from '@toshobin/contracts';
import { readerMeasures, topicsOf } from '@toshobin/events';
import {
  acceptedCallers,
  createLogger,
  kafkaAt,
  readConfig,
  startService,
  startTracing,
  temporalAt,
} from '@toshobin/service';
import { connectTemporal } from '@toshobin/temporal';
import { answerForCommands, startWorker, workerMeasures } from '@toshobin/temporal/worker';
import { operationActivities } from './activities/operation-activities.ts';
import { chartSinks } from './charts/chart-sinks.ts';
import { WorkflowsConfigSchema } from './config.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { startBridge } from './facts/start-bridge.ts';
import { processRoutes } from './http/process-routes.ts';
import { processesBundle } from './kept-bundle.ts';

/** The process of the workflow worker and of the bridge from facts to signals. */
const config = readConfig(WorkflowsConfigSchema);
const log = createLogger('workflows', config.LOG_LEVEL);
await startTracing('workflows', config, log);
const server = temporalAt(config);

const temporal = connectTemporal(server);
// The activities of operations ask Temporal alone, and some last for hours.
const activities = operationActivities(temporal.client);
const worker = startWorker({
  temporal: server,
  queues: [
    { taskQueue: taskQueues.processes, activities },
    // A page begins up to 200 processes anew, each of which asks its owners: they give way to what somebody waits for.
    { taskQueue: taskQueues.processesAtNight, activities, atATime: 2, aSecond: 1 },
  ],
  workflowBundle: await processesBundle(config.WORKFLOW_BUNDLES),
  sinks: chartSinks(log),
  log,
});
const kafka = kafkaAt(config);
const bridge = startBridge({ kafka, client: temporal.client, log });

const service = await startService({
  name: 'workflows',
  config,
  log,
  checks: { temporal: () => temporal.check(), worker: () => worker.check(), bridge: () => bridge.check() },
  measures: [
    ...readerMeasures(kafka, { group: consumerGroup, topics: topicsOf(heardFacts), log }),
    ...workerMeasures(worker),
  ],
  routes: (app) => {
    answerForCommands(app, worker, acceptedCallers(config));
    processRoutes(temporal, acceptedCallers(config))(app);
  },
});
service.onStop('temporal', () => temporal.close());
service.onStop('worker', () => worker.stop());
service.onStop('bridge', () => bridge.stop());
