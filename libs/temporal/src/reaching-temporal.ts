import type { ConnectionOptions } from '@temporalio/client';
import type { TemporalAt } from '@toshobin/service';

/** Where Temporal is, and what is shown to it, in the words that its client and its worker share. */
export function reachingTemporal({ address, tls, apiKey }: TemporalAt): Pick<ConnectionOptions, 'address'> & {
  tls: NonNullable<ConnectionOptions['tls']>;
  apiKey?: string;
} {
  return { address, tls: tlsOf(tls), ...(apiKey !== undefined && { apiKey }) };
}

/** `false` without: an API key alone would turn TLS on by itself. */
function tlsOf(tls: TemporalAt['tls']): NonNullable<ConnectionOptions['tls']> {
  if (tls === undefined) return false;
  const { ca, cert, key } = tls;
  return {
    ...(ca !== undefined && { serverRootCACertificate: Buffer.from(ca) }),
    ...(cert !== undefined &&
      key !== undefined && { clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) } }),
  };
}
