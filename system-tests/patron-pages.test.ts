import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { account } from './pages/account.ts';
import { basketAndReserving } from './pages/basket-and-reserving.ts';
import { everyRefusal } from './pages/every-refusal.ts';
import { everyoneCanRead } from './pages/everyone-can-read.ts';
import { firstVisit } from './pages/first-visit.ts';
import { helpAndFaults } from './pages/help-and-faults.ts';
import { myLibrary } from './pages/my-library.ts';
import { searchAndRecords } from './pages/search-and-records.ts';
import { whoMayGoWhere } from './pages/who-may-go-where.ts';
import { PageStage } from './src/page-stage.ts';

// Every page of the patrons' web as people see it, in Chromium on a real stack of its own. What was seen on the way
// is judged at the end: whether anybody could read it, and whether every refusal stood somewhere.

let stage: PageStage | undefined;
const open = () => {
  if (!stage) throw new Error('The library is not open');
  return stage;
};

beforeAll(async () => {
  stage = await PageStage.open();
}, 300_000);
afterEach(() => stage?.tidy());
afterAll(async () => {
  await stage?.close();
}, 60_000);

describe('search and records', () => searchAndRecords(open));
describe('basket and reserving', () => basketAndReserving(open));
describe('My Library', () => myLibrary(open));
describe('the first visit', () => firstVisit(open));
describe('account', () => account(open));
describe('help and faults', () => helpAndFaults(open));
describe('who may go where', () => whoMayGoWhere(open));
describe('every refusal', () => everyRefusal(open));
describe('everyone can read it', () => everyoneCanRead(open));
