import { expect, test } from '@jest/globals';
import { cardApplicationWorkflowId } from '@toshobin/contracts';

import { storyLibrary } from '../testing/story-library.ts';

const story = storyLibrary();

test('somebody applies online, the desk checks the identity, and the card goes out by post', async () => {
  const applicationId = await applied('online');
  expect(tasksAbout(applicationId)).toEqual(['checkIdentity']);
  await story.library.pass('P2D');
  await checked(applicationId, true);
  expect(await endOf(applicationId)).toBe('issued');
  expect(story.library.patron.cardDesk.applications.get(applicationId)).toBe('issued');
  expect(tasksAbout(applicationId)).toEqual(['postCard']);
});

test('a paper application that is declined brings no card', async () => {
  const applicationId = await applied('paper');
  await checked(applicationId, false);
  expect(await endOf(applicationId)).toBe('declined');
  expect(story.library.patron.cardDesk.applications.get(applicationId)).toBe('declined');
  expect(tasksAbout(applicationId)).toEqual([]);
});

test('a desk that does not look is asked again after a week, and never forgotten', async () => {
  const applicationId = await applied('online');
  const [task] = story.library.patron.tasks.filter((one) => one.subject.applicationId === applicationId);
  await story.library.staff((at) => story.library.patron.settle(task?.taskId ?? '', at));
  expect(tasksAbout(applicationId)).toEqual([]);
  await story.library.pass('P7D');
  expect(tasksAbout(applicationId)).toEqual(['checkIdentity']);
  await story.library.pass('P60D');
  await checked(applicationId, true);
  expect(await endOf(applicationId)).toBe('issued');
});

test('an application whose fact is heard twice is one process, and the first word of the desk counts', async () => {
  story.library.held = true;
  const applicationId = await applied('online');
  const [fact] = story.library.underWay.splice(0);
  if (!fact) throw new Error('Nothing was told of the application');
  story.library.held = false;
  await story.library.deliver([fact, fact]);
  await checked(applicationId, true);
  await story.library.deliver([fact]);
  expect(await endOf(applicationId)).toBe('issued');
});

function applied(channel: 'online' | 'paper'): Promise<string> {
  return story.library.staff((at) => story.library.patron.cardDesk.apply(channel, at));
}

function checked(applicationId: string, approved: boolean): Promise<void> {
  return story.library.staff((at) => story.library.patron.cardDesk.check(applicationId, approved, at));
}

function tasksAbout(applicationId: string): string[] {
  return story.library.patron.tasks
    .filter((task) => task.subject.applicationId === applicationId)
    .map((task) => task.kind);
}

function endOf(applicationId: string): Promise<string> {
  return story.server.client.workflow.getHandle(cardApplicationWorkflowId(applicationId)).result();
}
