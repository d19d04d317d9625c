import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { DeskStage } from '../src/desk-stage.ts';
import type { WholeLibrary } from '../src/whole-library.ts';
import { aStuckReservation } from './a-stuck-reservation.ts';
import { accountsAndTerminals } from './accounts-and-terminals.ts';
import { atAPickupLibrary } from './at-a-pickup-library.ts';
import { atTheCounter } from './at-the-counter.ts';
import { everyDeskPage } from './every-desk-page.ts';
import { fetching } from './fetching.ts';
import { goneWrong } from './gone-wrong.ts';
import { keepingTheHouse } from './keeping-the-house.ts';
import { onTheTelephone } from './on-the-telephone.ts';
import { packing } from './packing.ts';
import { returning } from './returning.ts';
import { signedOutWhileWriting } from './signed-out-while-writing.ts';
import { everyRefusalOfTheDesks, whatIsRefused } from './what-is-refused.ts';
import { withTheCamera } from './with-the-camera.ts';
import { withoutALine } from './without-a-line.ts';

/**
 * Every job of the staff, as they do it: with a reader that types, on a phone at a pickup library, in Chromium on a real
 * stack. What was seen on the way is judged at the end: whether anybody could read it.
 */
export function deskPages(library: () => WholeLibrary): void {
  let stage: DeskStage | undefined;
  const open = () => {
    if (!stage) throw new Error('The scene is not set');
    return stage;
  };

  beforeAll(async () => {
    stage = await DeskStage.open(library());
  }, 360_000);
  afterEach(() => stage?.tidy());
  afterAll(async () => {
    await stage?.close();
  }, 60_000);

  describe('fetching', () => fetching(open));
  describe('packing', () => packing(open));
  describe('returning', () => returning(open));
  describe('at the counter', () => atTheCounter(open));
  describe('on the telephone', () => onTheTelephone(open));
  describe('at a pickup library', () => atAPickupLibrary(open));
  describe('gone wrong', () => goneWrong(open));
  describe('what is refused', () => whatIsRefused(open));
  describe('with the camera', () => withTheCamera(open));
  describe('without a line', () => withoutALine(open));
  describe('a stuck reservation', () => aStuckReservation(open));
  describe('keeping the house', () => keepingTheHouse(open));
  describe('accounts and terminals', () => accountsAndTerminals(open));
  describe('signed out while writing', () => signedOutWhileWriting(open));
  describe('every refusal', () => everyRefusalOfTheDesks(open));
  describe('every page', () => everyDeskPage(open));
}
