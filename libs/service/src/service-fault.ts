/** Another process of ours could not be reached or answered with something that is no refusal. */
export class ServiceFault extends Error {
  readonly service: string;
  /** HTTP status of the answer; undefined when there was none (away, too slow). */
  readonly status: number | undefined;
  readonly faults: readonly { where: string; message: string }[];
  constructor(
    service: string,
    message: string,
    parts: { status?: number; faults?: readonly { where: string; message: string }[]; cause?: unknown } = {},
  ) {
    super(`${service}: ${message}`, { cause: parts.cause });
    this.name = 'ServiceFault';
    this.service = service;
    this.status = parts.status;
    this.faults = parts.faults ?? [];
  }
}
