import { Visitor } from '@toshobin/web/testing';
import type { TestWeb } from './start-patron-web.ts';

/** A visitor who has signed in; throws when that was refused. */
export async function signedIn(
  web: TestWeb,
  scope: 'full' | 'choosePassword' = 'full',
  userAgent?: string,
): Promise<Visitor> {
  const visitor = new Visitor(web.service.url, userAgent);
  web.world.scope = scope;
  await visitor.get('/sign-in');
  const got = await visitor.post('/sign-in', { cardNumber: '20012340', password: '正しいパスワード' });
  if (got.status !== 303) throw new Error('the sign-in was refused');
  return visitor;
}
