import { X509Certificate } from 'node:crypto';

/** What is asked of SNS itself; a test answers with a certificate of its own. */
export interface SnsWeb {
  /** The signing certificate (PEM) at that address of SNS. Throws when it cannot be had. */
  certificate(url: URL): Promise<string>;
  /** Confirms a subscription. Throws when it could not. */
  confirm(url: URL): Promise<void>;
}

const TIMEOUT_MS = 5_000;
const LARGEST_CERTIFICATE = 16 * 1024;

/** SNS over HTTPS; certificates are kept while they are valid, a few at most. */
export function snsWeb(): SnsWeb {
  const kept = new Map<string, string>();
  return {
    async certificate(url) {
      const known = kept.get(url.href);
      if (known !== undefined && isInForce(known)) return known;
      const pem = await read(url);
      if (pem.length > LARGEST_CERTIFICATE || !isInForce(pem)) {
        throw new Error('The signing certificate is not in force');
      }
      if (kept.size >= 10) kept.clear();
      kept.set(url.href, pem);
      return pem;
    },
    async confirm(url) {
      await read(url);
    },
  };
}

async function read(url: URL): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`SNS answered ${answer.status}`);
  return answer.text();
}

function isInForce(pem: string): boolean {
  const { validFrom, validTo } = new X509Certificate(pem);
  const now = new Date();
  return new Date(validFrom) <= now && now <= new Date(validTo);
}
