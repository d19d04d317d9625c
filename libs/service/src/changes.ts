/** One thing that a target lacks of how it should be set up. */
export interface Change {
  /** What is done, in a line: "topic catalog.facts: made, 6 partitions". */
  readonly what: string;
  /** Does it; may be done twice. Where an operator decides, there is nothing to be done: it is only said. */
  carryOut?(): Promise<void>;
}

/** Carries changes out, one after the other, and says each; with `dryRun` it only says them. Answers how many there are. */
export async function carryOut(
  changes: AsyncIterable<Change>,
  { dryRun = false, say }: { dryRun?: boolean; say: (line: string) => void },
): Promise<number> {
  let count = 0;
  for await (const change of changes) {
    count += 1;
    if (change.carryOut === undefined) say(`left as it is: ${change.what}`);
    else if (dryRun) say(`would be done: ${change.what}`);
    else {
      await change.carryOut();
      say(`done: ${change.what}`);
    }
  }
  return count;
}
