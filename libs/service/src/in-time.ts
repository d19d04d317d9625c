/** The work's outcome, or what `late` says (or throws) after that many milliseconds; the work itself goes on. */
export async function inTime<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([work, over.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}

/** The work's outcome, or a rejection after that many milliseconds; the work itself goes on. */
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return inTime(ms, work, () => {
    throw new Error(`${what}: not done after ${ms} ms`);
  });
}
