import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { PageStage } from '../src/page-stage.ts';
import type { WholeLibrary } from '../src/whole-library.ts';
import { account } from './account.ts';
import { basketAndReserving } from './basket-and-reserving.ts';
import { everyRefusal } from './every-refusal.ts';
import { everyoneCanRead } from './everyone-can-read.ts';
import { firstVisit } from './first-visit.ts';
import { helpAndFaults } from './help-and-faults.ts';
import { myLibrary } from './my-library.ts';
import { searchAndRecords } from './search-and-records.ts';
import { volumesInOrder } from './volumes-in-order.ts';
import { whoMayGoWhere } from './who-may-go-where.ts';

/**
 * Every page of the patrons' web as people see it, in Chromium on a real stack. What was seen on the way
 * is judged at the end: whether anybody could read it, and whether every refusal stood somewhere.
 */
export function patronPages(library: () => WholeLibrary): void {
  let stage: PageStage | undefined;
  const open = () => {
    if (!stage) throw new Error('The scene is not set');
    return stage;
  };

  beforeAll(async () => {
    stage = await PageStage.open(library());
  }, 360_000);
  afterEach(() => stage?.tidy());
  afterAll(async () => {
    await stage?.close();
  }, 60_000);

  describe('search and records', () => searchAndRecords(open));
  describe('basket and reserving', () => basketAndReserving(open));
  describe('My Library', () => myLibrary(open));
  describe('volumes in order', () => volumesInOrder(open));
  describe('the first visit', () => firstVisit(open));
  describe('account', () => account(open));
  describe('help and faults', () => helpAndFaults(open));
  describe('who may go where', () => whoMayGoWhere(open));
  describe('every refusal', () => everyRefusal(open));
  describe('everyone can read it', () => everyoneCanRead(open));
}
