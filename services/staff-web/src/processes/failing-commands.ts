import { commandApi, type FailingCommand } from '@toshobin/contracts';
import { orNone, type ServiceClient } from '@toshobin/service';

/** Who carries commands of processes out. */
const commandTakers = ['catalog', 'patron', 'shipping', 'workflows'] as const;
export type CommandTaker = (typeof commandTakers)[number];

export interface FailedCommand extends FailingCommand {
  taker: CommandTaker;
}

/** Whose commands can't be told, and wait: it does not answer, or answers and takes no commands. */
export interface SilentTaker {
  taker: CommandTaker;
  why: 'noAnswer' | 'takesNone';
}

type Clients = Readonly<Record<CommandTaker, ServiceClient>>;

/** Milliseconds that somebody waits for the slowest. */
const ANSWER_MS = 2_000;

/** The commands that fail again and again, as those who carry them out say; Temporal keeps no index of that. */
export async function failingCommands(
  clients: Clients,
): Promise<{ commands: FailedCommand[]; silent: SilentTaker[] }> {
  const answers = await Promise.all(commandTakers.map((taker) => askOne(clients, taker)));
  return {
    commands: answers.flatMap(({ commands }) => commands),
    silent: answers.flatMap(({ taker, why }) => (why === undefined ? [] : [{ taker, why }])),
  };
}

/** Whether the workflow worker answers and takes commands: without it no process goes on, whatever Temporal says. */
export async function processesAreCarriedOut(clients: Pick<Clients, 'workflows'>): Promise<boolean> {
  return (await askOne(clients, 'workflows')).why === undefined;
}

async function askOne<T extends CommandTaker>(clients: Pick<Clients, T>, taker: T) {
  const told = await orNone(clients[taker].call(commandApi.failingCommands, {}, { timeoutMs: ANSWER_MS }));
  if (told === undefined) return { taker, commands: [], why: 'noAnswer' as const };
  const commands = told.commands.map((command) => ({ ...command, taker }));
  return { taker, commands, why: told.taken ? undefined : ('takesNone' as const) };
}
