/** Milliseconds that a command may seem to do nothing, and between two looks after that. */
const FIRST_MS = 5_000;
const EVERY_MS = 10_000;

/**
 * Looks, while a command goes on for longer than some seconds, whether the engines of these settings answer, and says of each that
 * does not that it is waited for, once until it has answered.
 */
export function sayWhatIsSilent(
  command: string,
  settings: readonly string[],
  say: (line: string) => void,
): void {
  let said: readonly string[] = [];
  const look = async () => {
    // Not before: most commands have come to their end by then.
    const { silentEngines } = await import('./silent-engines.ts');
    // A setting that is not well the command itself speaks of.
    const silent = await silentEngines(settings).catch(() => []);
    for (const engine of silent)
      if (!said.includes(engine)) say(`${command} waits for ${engine}, which does not answer`);
    said = silent;
    setTimeout(() => void look(), EVERY_MS).unref();
  };
  setTimeout(() => void look(), FIRST_MS).unref();
}
