import type { Client } from '@temporalio/client';

export interface TemporalLink {
  client: Client;
  /** Whether the server answers within a second and knows the namespace. */
  isUp(): Promise<boolean>;
  /** For readiness: throws when the server is away. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** A client that may be made while the server is away; every call tries the connection anew. */
export function connectTemporal(parts: { address: string; namespace: string }): TemporalLink {
  throw new Error(`not written yet ${parts.address}`);
}
