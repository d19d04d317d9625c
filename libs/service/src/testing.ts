import { type AnyEndpoint, type Caller, commandApi, mayAsk } from '@toshobin/contracts';

/** A token of each process alone. */
export const tokenOf: Readonly<Record<Caller, string>> = {
  'patron-web': 'of-the-patrons-web',
  'staff-web': 'of-the-staffs-web',
  patron: 'of-the-patron-service',
};

/** Which operations let a caller in, or refuse it, otherwise than the table says: asked over HTTP, with nothing in them. */
export async function againstTheTable(
  url: string,
  caller: Caller,
  operations: readonly AnyEndpoint[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const operation of operations) {
    // What a service says of its commands is mounted beside the others.
    if (operation === commandApi.failingCommands) continue;
    const { status } = await fetch(new URL(operation.path.replaceAll(/:\w+/g, '0'), url), {
      method: operation.method,
      headers: { authorization: `Bearer ${tokenOf[caller]}` },
    });
    if ((status === 403) === mayAsk(caller, operation)) wrong.push(`${status}: ${operation.summary}`);
  }
  return wrong;
}
