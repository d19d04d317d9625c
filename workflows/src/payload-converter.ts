import { DefaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * Reads what a process is sent; what can't be read (somebody typed into the Temporal UI what is no JSON) is nothing to
 * it, and noted by its ears. A converter that throws would stop the process for good, before any code of ours.
 */
class ForgivingPayloadConverter extends DefaultPayloadConverter {
  override fromPayload<T>(payload: Payload): T;
  override fromPayload(payload: Payload): unknown {
    try {
      return super.fromPayload(payload);
    } catch {
      return undefined;
    }
  }
}

export const payloadConverter: PayloadConverter = new ForgivingPayloadConverter();
