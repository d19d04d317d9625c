import { allHandlersFinished, condition, defineSignal, setHandler } from '@temporalio/workflow';
import { type ClosureRequest, closureProcess, type EventData } from '@toshobin/contracts';
import { endOfDay } from '@toshobin/lending-rules';
import type { ClosureNews } from '../activities/operation-activities.ts';
import { followChart } from '../charts/follow-chart.ts';
import { until } from '../ports/clock.ts';
import { operations, patron } from '../ports/ports.ts';
import { day } from '../reservation/words.ts';
import { closureChart } from './closure-chart.ts';

export const closureTakenBackSignal = defineSignal<[EventData<'shipping.closure.takenBack'>]>(
  closureProcess.signals.takenBack,
);

/**
 * A closure of a library, sudden or planned (R17): each reservation whose date may lie in it is told once, and its own
 * process moves the date and tells the patron. Until the closure is over it can be taken back: those told hear that too.
 */
export async function closureWorkflow({ closure }: ClosureRequest): Promise<'over' | 'takenBack'> {
  const course = followChart(closureChart);
  const { closureId, library, from, until: last, reason, at } = closure;
  let takenBack: EventData<'shipping.closure.takenBack'> | undefined;
  setHandler(closureTakenBackSignal, (news) => {
    takenBack ??= news;
  });
  const isTakenBack = () => takenBack !== undefined;
  const days = `${library} closed ${day(from)} to ${day(last)}`;

  const touched: string[][] = [];
  const tell = async (pages: readonly string[][], news: ClosureNews) => {
    let told = 0;
    for (const reservationIds of pages) told += await operations.tellOfClosure({ reservationIds, news });
    return told;
  };
  const news = {
    signal: 'closure',
    input: { closureId, library, from, until: last, reason, at },
  } as const;
  let told = 0;
  for (let after: string | null = null; !isTakenBack(); ) {
    const page: string[] = await patron.reservationsTouchedBy({ library, from, until: last, after });
    if (page.length === 0) break;
    touched.push(page);
    told += await tell([page], news);
    after = page.at(-1) ?? null;
    course.tell(`${days}: ${told} reservations told so far`);
  }
  if (!isTakenBack()) course.enter('told', `${days}: ${told} reservations told`);

  await until(isTakenBack, endOfDay(last), 'the closure is over');
  if (takenBack) {
    await tell(touched, { signal: 'closureTakenBack', input: { closureId, at: takenBack.at } });
  }
  await condition(allHandlersFinished);
  const end = takenBack ? 'takenBack' : 'over';
  course.enter(end, `${days}: ${told} reservations told${takenBack ? ', and taken back' : ''}`);
  return end;
}
