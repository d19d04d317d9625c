type Env = Readonly<Record<string, string | undefined>>;

/** Every setting that is looked at here. */
export const checkedSettings: readonly string[];

/** What is wrong with these settings: a setting's name, and a sentence about it that does not contain its value. */
export function settingFaults(env: Env, names: readonly string[]): [name: string, fault: string][];

/** Settings with those that `NAME_FILE` gives by a file, and what is wrong with those. */
export function readSettingFiles(
  env: Env,
  names: readonly string[],
): { settings: Record<string, string | undefined>; faults: [name: string, fault: string][] };

/** What whoever forgot NODE_ENV must hear: the defaults of a desk are open to a network. Otherwise undefined. */
export function openDesk(env: Env): string | undefined;
