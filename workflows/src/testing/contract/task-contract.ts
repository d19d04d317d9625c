import { describe, expect, test } from '@jest/globals';
import type { Instant } from '@toshobin/lending-rules';
import type { Bench } from './bench.ts';

/** What staff are asked to do, and until when a copy is searched for. */
export function describeTasks(bench: Bench): void {
  const { pass, reserved } = bench;
  describe('work for staff', () => {
    test('work for staff is one row while it is open, and is cleared by kind or altogether', async () => {
      const book = await reserved();
      const { reservationId } = book;
      const task = {
        ...book.key,
        library: 'pref',
        why: 'noAnswer',
        since: bench.now,
        at: bench.now,
      } as const;
      const open = (kind: 'confirmHandOut' | 'longOverdue') =>
        bench.ports.catalog.openTask({ ...task, kind });
      for (const kind of ['confirmHandOut', 'confirmHandOut', 'longOverdue'] as const) await open(kind);
      const tasks = async () => (await bench.ports.tasksAbout(reservationId)).sort();
      expect(await tasks()).toEqual(['confirmHandOut', 'longOverdue']);
      await bench.ports.catalog.clearTasks({ reservationId, kinds: ['confirmHandOut'], at: bench.now });
      expect(await tasks()).toEqual(['longOverdue']);
      await open('confirmHandOut');
      await bench.ports.catalog.clearTasks({ reservationId, at: bench.now });
      expect(await tasks()).toEqual([]);
    });

    test('a process that begins hears what staff are asked, and the numbers of the rules', async () => {
      const { key, reservationId } = await reserved();
      const { catalog } = bench.ports;
      const begins = async () => (await catalog.positionOf({ reservationId, toBegin: true })).toBegin;
      const at = bench.now;
      const numbers = await catalog.policyInForce();
      expect(await begins()).toEqual({ numbers, asked: [] });
      const task = {
        ...key,
        kind: 'confirmHandOut',
        library: 'pref',
        why: 'noAnswer',
        since: at,
        at,
      } as const;
      await catalog.openTask(task);
      expect(await begins()).toEqual({ numbers, asked: ['confirmHandOut'] });
      await bench.ports.settleTask(reservationId, 'confirmHandOut');
      expect(await begins()).toEqual({ numbers, asked: [] });
      expect(await catalog.positionOf({ reservationId })).not.toHaveProperty('toBegin');
    });

    test('what staff have settled since it was needed is not asked again; needed anew, it is', async () => {
      const { key, reservationId } = await reserved();
      const kind = 'confirmHandOut';
      const ask = (since: Instant) =>
        bench.ports.catalog.openTask({
          ...key,
          kind,
          library: 'pref',
          why: 'noAnswer',
          since,
          at: pass(0, 1),
        });
      const tasks = () => bench.ports.tasksAbout(reservationId);
      const needed = bench.now;
      await ask(needed);
      expect(await tasks()).toEqual([kind]);
      // A task that the process itself settles may be needed again.
      await bench.ports.catalog.clearTasks({ reservationId, kinds: [kind], at: bench.now });
      await ask(needed);
      expect(await tasks()).toEqual([kind]);
      await bench.ports.settleTask(reservationId, kind);
      await ask(needed);
      expect(await tasks()).toEqual([]);
      await ask(pass(1));
      expect(await tasks()).toEqual([kind]);
    });

    test('a search ends in the night after its time, once', async () => {
      const book = await reserved();
      await bench.ports.notOnShelf(book.reservationId);
      await bench.ports.catalog.lookAtWhatWaits({ at: pass(13) });
      const look = await bench.ports.catalog.lookAtWhatWaits({ at: pass(2) });
      expect(look.searchesEnded).toBeGreaterThan(0);
      expect(await bench.ports.catalog.lookAtWhatWaits({ at: pass(1) })).toMatchObject({
        searchesEnded: 0,
        allocated: 0,
      });
    });
  });
}
