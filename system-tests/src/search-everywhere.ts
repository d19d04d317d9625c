import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TemporalLink } from '@toshobin/temporal';

/** A piece of text, and where it was read. */
export interface Read {
  where: string;
  text: string;
}

export interface Finding {
  needle: string;
  where: string;
}

/** Which of the needles are in what was read. A number counts only where it stands by itself. */
export function findAll(needles: Iterable<string>, reads: readonly Read[]): Finding[] {
  return [...needles].flatMap((needle) => {
    const alone = /^\d+$/.test(needle) ? new RegExp(`(?<!\\d)${needle}(?!\\d)`) : undefined;
    return reads
      .filter(({ text }) => (alone ? alone.test(text) : text.includes(needle)))
      .map(({ where }) => ({ needle, where }));
  });
}

/** Every string in a value, however deep: keys too, bytes as UTF-8, and what looks like base64 decoded as well. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') {
    return /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value)
      ? `${value}\n${Buffer.from(value, 'base64').toString('utf8')}`
      : value;
  }
  if (ArrayBuffer.isView(value)) {
    const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
    return `${text}\n${/^"[A-Za-z0-9+/]{8,}={0,2}"$/.test(text) ? textsOf(text.slice(1, -1)) : ''}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}\n${textsOf(inner)}`)
    .join('\n');
}

/**
 * Everything Temporal tells of every workflow: its history (payloads, summaries, memo, search attributes), its row
 * in the lists, and for our own processes the current details.
 */
export async function readHistories({ client }: TemporalLink, ours: readonly string[]): Promise<Read[]> {
  const reads: Read[] = [];
  for await (const { workflowId, runId, type, raw } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const told = [raw, await handle.fetchHistory()];
    const details = ours.includes(type) ? [await handle.query('__temporal_workflow_metadata')] : [];
    reads.push({ where: `history of ${workflowId}`, text: textsOf([...told, ...details]) });
  }
  return reads;
}

/** The files below a folder whose names are wanted, as they are on the disk, read as UTF-8. */
export function readFiles(folder: string, wanted = (_name: string) => true): Read[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ where: file, text: readFileSync(file, 'utf8') }));
}
