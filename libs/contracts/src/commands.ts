import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { get } from './endpoint.ts';

/** A process's command that has failed again and again, and is tried on. It has nothing of a person in it. */
const FailingCommandSchema = z.object({
  workflowId: z.string(),
  /** The command's name among the processes: `openLoan`. */
  command: z.string(),
  /** How many tries have failed. */
  tries: z.int().positive(),
  /** When the process gave the command. */
  since: InstantSchema,
  /** Class and code of the last fault, never its message; null: the last try gave no answer, or nobody saw it. */
  fault: z.string().nullable(),
});
export type FailingCommand = z.infer<typeof FailingCommandSchema>;

/** What a worker tells of the commands it carries out, the same in every process that has one. */
export const commandApi = {
  failingCommands: get('/failing-commands', {
    summary: 'Commands of processes that fail again and again, the oldest first (at most 100)',
    /** `taken`: whether the worker takes commands at all just now. */
    answer: z.object({ taken: z.boolean(), commands: z.array(FailingCommandSchema) }),
  }),
} as const;
