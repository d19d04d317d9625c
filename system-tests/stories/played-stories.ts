import { expect, test } from '@jest/globals';
import { people } from '../src/demo-people.ts';
import { allStories } from '../src/demo-stories/all-stories.ts';
import { Stage } from '../src/demo-stories/story.ts';
import type { WholeLibrary } from '../src/whole-library.ts';

/** The stories of `npm run demo`, but for the first one, whose steps the ordinary journeys tell. */
export function playedStories(open: () => WholeLibrary): void {
  test.each(allStories.slice(1))('$name: $about', async (story) => {
    const library = open();
    const cast = [people.jiro, people.sakurako] as const;
    for (const person of cast) library.met.add(person);
    const steps: string[] = [];
    const stage = new Stage({
      addresses: library.addresses,
      desks: library.desks,
      people: cast,
      say: (who, step) => steps.push(`${who} ${step}`),
    });
    const journeys = await story.play(stage).finally(() => stage.putPolicyBack());
    expect(steps.length).toBeGreaterThan(10);
    for (const journey of journeys) expect((await journey.process()).status).toBe('completed');
  });
}
