/** What is looked after as long as the process runs. */
export interface Looking {
  /** Looks at once; where a look is under way, once more after it. */
  wake(): void;
  /** Finishes the look in hand. */
  stop(): Promise<void>;
}

/** Looks every so often, never twice at once. What a look throws is told to `missed`, and the next one tries again. */
export function lookEvery(
  everyMs: number,
  look: (stopping: AbortSignal) => Promise<unknown>,
  missed: (fault: unknown) => void,
): Looking {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;
  const lookOn = async () => {
    do {
      again = false;
      await look(stopping.signal);
    } while (again);
  };
  const begin = () => {
    running ??= lookOn()
      .catch(missed)
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(begin, everyMs);
  return {
    wake() {
      if (stopping.signal.aborted) return;
      again = true;
      begin();
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      again = false;
      await running;
    },
  };
}
