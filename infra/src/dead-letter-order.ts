import { parseArgs } from 'node:util';
import { topics } from '@toshobin/contracts';
import { LetterPositionSchema } from '@toshobin/events';
import { type CalendarDate, CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What an operator wants of `dead-letters`. */
export type DeadLetterOrder =
  | { readonly do: 'list' }
  | { readonly do: 'show'; readonly position: string }
  | { readonly do: 'replay'; readonly positions: readonly string[] | 'all' }
  | { readonly do: 'dismiss'; readonly positions: readonly string[] }
  | { readonly do: 'resend'; readonly service: Sender; readonly since: CalendarDate };

const { deadLetters: _, ...facts } = topics;
/** The services that publish facts from an outbox. */
export type Sender = keyof typeof facts;
export const senders = z.enum(Object.keys(facts) as [Sender, ...Sender[]]).options;

export const usage = `node infra/run.mjs dead-letters                                    lists them; never what is in them
node infra/run.mjs dead-letters --show POSITION                 the event itself, as it was read
node infra/run.mjs dead-letters --replay POSITION… | --all      puts them back onto their topics; a parked one with its key
node infra/run.mjs dead-letters --dismiss POSITION…             nothing more is to be done about them
node infra/run.mjs dead-letters --resend SERVICE --since DATE   has a service publish again what it published since that
                                                        day began in Tokyo (YYYY-MM-DD); two weeks are kept
  POSITION as the list says it, e.g. 0/12; SERVICE is ${senders.join(', ')}`;

/** Reads the command line; undefined where it makes no sense. */
export function readOrder(args: readonly string[]): DeadLetterOrder | undefined {
  const given = flags(args);
  if (given === undefined) return undefined;
  const { values, positionals } = given;
  const positions = z.array(LetterPositionSchema).safeParse(positionals);
  const [first] = positionals;
  switch (Object.keys(values).sort().join(' ')) {
    case '':
      return first === undefined ? { do: 'list' } : undefined;
    case 'show':
      return positions.success && first !== undefined && positionals.length === 1
        ? { do: 'show', position: first }
        : undefined;
    case 'replay':
      return positions.success && first !== undefined
        ? { do: 'replay', positions: positions.data }
        : undefined;
    case 'dismiss':
      return positions.success && first !== undefined
        ? { do: 'dismiss', positions: positions.data }
        : undefined;
    case 'all':
    case 'all replay':
      return first === undefined ? { do: 'replay', positions: 'all' } : undefined;
    case 'resend since': {
      const service = z.enum(senders).safeParse(values.resend);
      const since = CalendarDateSchema.safeParse(values.since);
      if (!service.success || !since.success || first !== undefined) return undefined;
      return { do: 'resend', service: service.data, since: since.data };
    }
    default:
      return undefined;
  }
}

function flags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        show: { type: 'boolean' },
        replay: { type: 'boolean' },
        dismiss: { type: 'boolean' },
        all: { type: 'boolean' },
        resend: { type: 'string' },
        since: { type: 'string' },
      },
    });
  } catch {
    // An option that there is not: the usage says which there are.
    return undefined;
  }
}
