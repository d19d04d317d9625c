import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** Codes of gRPC that say that the request itself is at fault: INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE. */
const OF_THE_REQUEST = new Set([3, 6, 9, 11]);

/** Whether a fault says that the server does not answer or does not take requests now; any other is a fault of whoever asked. */
export function temporalAway(fault: unknown): boolean {
  const cause = fault instanceof ServiceError ? fault.cause : fault;
  return isGrpcServiceError(cause) && !OF_THE_REQUEST.has(cause.code);
}
