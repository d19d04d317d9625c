import { KafkaAway } from '@toshobin/events';
import type { StaffWebDeps } from '../deps.ts';
import { lostParcel } from './shipping-desk.ts';
import { followedReservation } from './stand-ins.ts';
import type { World } from './world.ts';

/** Two readers could not understand one event of a copy; what a stranger wrote; a parked copy; what is settled. Notes what is done. */
export function lettersOf(
  world: Pick<World, 'kafkaAway' | 'parkedLetters' | 'putBackAt' | 'settledLetters'>,
  heard: string[],
): StaffWebDeps['deadLetters'] {
  const scanned = {
    at: new Date('2026-11-24T03:00:00Z'),
    replayedAt: undefined,
    settled: undefined,
    parked: undefined,
    reason: 'no such copy',
    origin: { topic: 'shipping.facts', place: 'shipping.facts/0/7' },
    type: 'shipping.copy.moved',
    id: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0900',
    time: '2026-11-24T02:00:00Z',
    key: 'copy-1',
    value: JSON.stringify({ title: '坊っちゃん' }),
  };
  const strangers = { ...scanned, origin: undefined, type: undefined, id: undefined, time: undefined };
  const behind = { ...scanned, parked: 'behind' as const, group: 'shipping', key: 'copy-2' };
  const place = (offset: number) => ({ topic: 'catalog.facts', place: `catalog.facts/1/${offset}` });
  const parked = [
    {
      ...behind,
      position: '0/6',
      parked: 'failed' as const,
      origin: place(8),
      reason: 'RangeError at noteCopyScanned',
      value: JSON.stringify({ data: { fact: { reservationId: followedReservation, copyId: '7' } } }),
    },
    {
      ...behind,
      position: '0/7',
      origin: place(9),
      reason: 'waits behind a parked event of its key',
      value: JSON.stringify({ data: { parcelNumber: lostParcel, title: '坊っちゃん' } }),
    },
  ];
  const settledAs = (as: 'heard' | 'dismissed') => ({ as, at: new Date('2026-11-24T04:00:00Z') });
  const settled = [
    { ...strangers, position: '0/8', group: undefined, settled: settledAs('dismissed') },
    { ...behind, position: '0/9', parked: 'failed' as const, origin: place(7), settled: settledAs('heard') },
  ];
  return {
    async list() {
      if (world.kafkaAway) throw new KafkaAway('Kafka does not answer');
      return [
        { ...scanned, position: '0/3', group: 'catalog' },
        { ...scanned, position: '0/4', group: 'patron' },
        { ...strangers, position: '0/5', group: undefined },
        ...(world.parkedLetters ? parked.map((letter) => ({ ...letter, replayedAt: world.putBackAt })) : []),
        ...(world.settledLetters ? settled : []),
      ];
    },
    async dismiss({ letters, goOn }) {
      const then = goOn === undefined ? '' : `, and ${goOn.message.key} goes on`;
      heard.push(`dismissed: ${letters.map(({ position }) => position).join(' ')}${then}`);
    },
    async putBack({ topic, letters }) {
      heard.push(`back on ${topic}: ${letters.map(({ position }) => position).join(' ')}`);
    },
  };
}
