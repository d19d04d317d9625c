/** A file that is not what it is said to be; the message is for whoever brings it. */
export class UnreadableFile extends Error {}

/**
 * What is wrong with a file, for whoever brings it: it is not what it is said to be, is not there, or may not be read. Undefined for a
 * fault of anything else.
 */
export function wrongWithFile(fault: unknown): string | undefined {
  if (fault instanceof UnreadableFile) return fault.message;
  return fault instanceof Error && 'path' in fault && 'syscall' in fault ? fault.message : undefined;
}
