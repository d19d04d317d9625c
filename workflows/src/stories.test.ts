import { describe } from '@jest/globals';
import { factsGoneWrong } from './testing/stories/facts-gone-wrong.ts';
import { limitsAndClosures } from './testing/stories/limits-and-closures.ts';
import { overNewYear } from './testing/stories/over-new-year.ts';
import { sentByHand } from './testing/stories/sent-by-hand.ts';
import { theOwnerKnowsBetter } from './testing/stories/the-owner-knows-better.ts';
import { wishes } from './testing/stories/wishes.ts';
import { wrongPerson } from './testing/stories/wrong-person.ts';
import { storyLibrary } from './testing/story-library.ts';

// Processes from a reservation to its end, weeks in moments, one after the other in one library.

const story = storyLibrary();

describe('facts gone wrong', () => factsGoneWrong(story));
describe('limits and closures', () => limitsAndClosures(story));
describe('over new year', () => overNewYear(story));
describe('sent by hand', () => sentByHand(story));
describe('the owner knows better', () => theOwnerKnowsBetter(story));
describe('wishes', () => wishes(story));
describe('wrong person', () => wrongPerson(story));
