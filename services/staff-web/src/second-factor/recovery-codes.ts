import { drawPaperCode, hashPassword } from '@toshobin/passwords';

const COUNT = 10;

/** Ten codes that begin differently: the first sign says which hash to look at. Only hashes are kept. */
export async function drawRecoveryCodes(): Promise<{
  codes: string[];
  rows: { mark: string; hash: string }[];
}> {
  const byMark = new Map<string, string>();
  while (byMark.size < COUNT) {
    const code = drawPaperCode();
    byMark.set(markOf(code), code);
  }
  const codes = [...byMark.values()];
  const rows = await Promise.all(
    codes.map(async (code) => ({ mark: markOf(code), hash: await hashPassword(code) })),
  );
  return { codes, rows };
}

export function markOf(code: string): string {
  return code.charAt(0);
}
