export {
  type CallInput,
  type CallOptions,
  type ServiceClient,
  ServiceFault,
  serviceClient,
} from './call-service.ts';
export { createLogger, type Logger } from './create-logger.ts';
export { openApiOf, serveOpenApi } from './describe-http.ts';
export {
  faultProblems,
  type ProblemBody,
  problem,
  refusalProblem,
  sendProblem,
  unknownRoutes,
} from './problems.ts';
export { ConfigFault, commonConfig, localSecret, readConfig } from './read-config.ts';
export { requireServiceToken } from './require-service-token.ts';
export { type Handler, type HandlerInput, type ServeOptions, serve } from './serve.ts';
export { type Check, type RunningService, type ServiceOptions, startService } from './start-service.ts';
