import { describe } from '@jest/globals';
import { libraryOfTheFile } from './src/library-of-the-file.ts';
import { afterTheNight } from './stories/after-the-night.ts';
import { badInput } from './stories/bad-input/bad-input.ts';
import { contradictionsAreFound } from './stories/contradictions.ts';
import { expiredCards } from './stories/expired-cards.ts';
import { faults } from './stories/faults.ts';
import { fourPeople } from './stories/four-people.ts';
import { misScans } from './stories/mis-scans.ts';
import { ordinaryJourneys } from './stories/ordinary-journeys.ts';
import { playedStories } from './stories/played-stories.ts';
import { privacy } from './stories/privacy.ts';
import { races } from './stories/races.ts';
import { traces } from './stories/traces.ts';

// The stories of the whole library, told one after the other on one real stack; what must stay private is searched
// for after all of them.

const open = libraryOfTheFile();

describe('ordinary journeys', () => ordinaryJourneys(open));
describe('four people', () => fourPeople(open));
describe('stories of the library', () => playedStories(open));
describe('mis-scans', () => misScans(open));
describe('races', () => races(open));
describe('bad input', () => badInput(open));
describe('faults', () => faults(open));
describe('after the night', () => afterTheNight(open));
describe('expired cards', () => expiredCards(open));
describe('traces', () => traces(open));
describe('privacy', () => privacy(open));
describe('the audit', () => contradictionsAreFound(open));
