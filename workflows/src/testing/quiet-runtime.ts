import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

// Runs before anything else asks for a runtime: the worker's own lines would drown the tests'.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
});
