import { afterAll, beforeAll, beforeEach, jest } from '@jest/globals';
import { aCardInHand } from './testing/in-browser/a-card-in-hand.ts';
import { aDoubleClick } from './testing/in-browser/a-double-click.ts';
import { aListThatChanges } from './testing/in-browser/a-list-that-changes.ts';
import { anAnswerOnEveryPage } from './testing/in-browser/an-answer-on-every-page.ts';
import { BrowserStage } from './testing/in-browser/browser-stage.ts';
import { keysOfTheMenu } from './testing/in-browser/keys-of-the-menu.ts';
import { sendingWhatWasKept } from './testing/in-browser/sending-what-was-kept.ts';
import { theCamera } from './testing/in-browser/the-camera.ts';
import { theClock } from './testing/in-browser/the-clock.ts';
import { theNumbersOfTheRules } from './testing/in-browser/the-numbers-of-the-rules.ts';

jest.setTimeout(120_000);

const stage = new BrowserStage();
beforeAll(() => stage.open());
afterAll(() => stage.close());
beforeEach(() => stage.clear());

aListThatChanges(stage);
anAnswerOnEveryPage(stage);
keysOfTheMenu(stage);
aCardInHand(stage);
aDoubleClick(stage);
sendingWhatWasKept(stage);
theCamera(stage);
theClock(stage);
theNumbersOfTheRules(stage);
