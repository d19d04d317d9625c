import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

/** Codes of gRPC that say that the request itself is at fault: INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE. */
const OF_THE_REQUEST = new Set([3, 6, 9, 11]);

/** DEADLINE_EXCEEDED and CANCELLED: whichever of the two notices first that the time is over. */
const TOO_LATE: ReadonlySet<number | undefined> = new Set([4, 1]);

const NOT_FOUND = 5;

/** UNKNOWN and INTERNAL: of one process, as likely as of the server. */
const MAY_BE_OF_ONE = new Set([2, 13]);

/** Whether a fault says that the server does not answer or does not take requests now; any other is a fault of whoever asked. */
export function temporalAway(fault: unknown): boolean {
  if (hasNoNamespaceYet(fault)) return true;
  const code = codeOf(fault);
  return code !== undefined && !OF_THE_REQUEST.has(code) && !MAY_BE_OF_ONE.has(code);
}

/** Whether there was no answer within the time given, by the server or by the process that it asked. */
export function answeredTooLate(fault: unknown): boolean {
  return TOO_LATE.has(codeOf(fault));
}

/** Whether the server answered that it failed: asking again makes sense for a while. */
export function temporalBusy(fault: unknown): boolean {
  const code = codeOf(fault);
  return code !== undefined && MAY_BE_OF_ONE.has(code);
}

/**
 * Whether the server knows nothing of our namespace: one that was started a moment ago has not read which there are. What is set
 * up wrongly for good is said when a worker starts.
 */
export function hasNoNamespaceYet(fault: unknown): boolean {
  if (fault instanceof NamespaceNotFoundError) return true;
  // Of an update with a start the SDK gives the server's words alone.
  return (
    isGrpcServiceError(fault) && fault.code === NOT_FOUND && /^Namespace \S+ is not found/.test(fault.message)
  );
}

function codeOf(fault: unknown): number | undefined {
  const cause = fault instanceof ServiceError ? fault.cause : fault;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}
