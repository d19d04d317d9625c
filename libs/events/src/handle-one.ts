import { type CloudEvent, CloudEventSchema } from '@toshobin/contracts';
import { type ConsumeOptions, type DeadLetter, type EventPlace, NotNow, Poison } from './interfaces.ts';

/**
 * One event to its end: handled, put away as a dead letter, or not now. `again` says that this one has been
 * tried before, so that waiting is logged once and not at every try.
 */
export async function handleOne(
  text: string,
  place: EventPlace,
  options: Pick<ConsumeOptions, 'handle' | 'onPoison' | 'log' | 'group'>,
  putAway: (letter: DeadLetter) => Promise<void>,
  again: boolean,
): Promise<'done' | 'notNow'> {
  const { log, group } = options;
  const where = { topic: place.topic, partition: place.partition, offset: place.offset };
  try {
    await options.handle(understand(text), place);
    if (again) log.info(where, `${group} goes on`);
    return 'done';
  } catch (fault) {
    if (fault instanceof Poison) {
      const letter = { ...place, reason: fault.message, value: text };
      return putAway(letter).then(
        () => {
          log.error({ ...where, reason: fault.message }, `${group} put an event away as a dead letter`);
          options.onPoison?.(letter);
          return 'done';
        },
        (failed: unknown) => {
          log.error({ ...where, err: failed }, `${group} could not put a dead letter away`);
          return 'notNow';
        },
      );
    }
    if (!(fault instanceof NotNow))
      log.error({ ...where, err: fault }, `${group} failed at an event and tries it again`);
    else if (!again) log.warn({ ...where, reason: fault.message }, `${group} waits`);
    return 'notNow';
  }
}

function understand(text: string): CloudEvent {
  const event = CloudEventSchema.safeParse(jsonOf(text));
  if (event.success) return event.data;
  const places = event.error.issues.map((issue) => issue.path.join('.') || 'event').join(', ');
  throw new Poison(`not a CloudEvent of ours: ${places}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Poison('not JSON');
  }
}
