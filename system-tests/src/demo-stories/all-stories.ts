import { atTheCounter } from './at-the-counter.ts';
import { changedMind } from './changed-mind.ts';
import { magazineByPhone } from './magazine-by-phone.ts';
import { missingFromTheParcel } from './missing-from-the-parcel.ts';
import { newCard } from './new-card.ts';
import type { DemoStory } from './story.ts';
import { twoReservations } from './two-reservations.ts';
import { typhoon } from './typhoon.ts';

/** Every story that `npm run demo` can play; the first one is played unless another is asked for. */
export const allStories: readonly DemoStory[] = [
  twoReservations,
  changedMind,
  atTheCounter,
  missingFromTheParcel,
  magazineByPhone,
  typhoon,
  newCard,
];
