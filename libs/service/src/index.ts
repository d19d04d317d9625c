export { type CallInput, type ServiceClient, serviceClient } from './call-service.ts';
export { type Change, carryOut } from './changes.ts';
export { createLogger, type Logger } from './create-logger.ts';
export { csvLine } from './csv-line.ts';
export { derivedId } from './derived-id.ts';
export { answerWithOpenApi } from './describe-http.ts';
export {
  engineConfig,
  type KafkaAt,
  kafkaAt,
  kafkaConfig,
  type TemporalAt,
  temporalAt,
  temporalConfig,
} from './engine-config.ts';
export { inTime, within } from './in-time.ts';
export { type Looking, lookEvery } from './look-every.ts';
export { type Measure, sharedLook } from './metrics.ts';
export { isOutage, noteOutage } from './note-outage.ts';
export { type Operations, operationsOf } from './operations-of.ts';
export { orNone } from './or-none.ts';
export {
  faultsOf,
  problem,
  RequestFault,
  refusalProblem,
  refusalStatus,
  sendProblem,
  statusOfRefusal,
} from './problems.ts';
export {
  acceptedCallers,
  callerConfig,
  commonConfig,
  databaseUrl,
  firstOf,
  localSecret,
  readConfig,
} from './read-config.ts';
export { refuseUnstorable } from './read-json.ts';
export { type CallerTokens, requireCaller } from './require-caller.ts';
export { type HandlerInput, serve } from './serve.ts';
export { serveApi } from './serve-api.ts';
export { ServiceFault } from './service-fault.ts';
export { type RunningService, startService } from './start-service.ts';
export {
  beginStep,
  isTraced,
  startTracing,
  stopTracing,
  traced,
  traceparentNow,
  untraced,
} from './tracing.ts';
