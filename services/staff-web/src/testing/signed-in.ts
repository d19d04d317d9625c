import { Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';

/** A browser in which a demo account has signed in, on its first page. */
export async function signedInAt(url: string, account: string, userAgent?: string): Promise<Visitor> {
  const visitor = new Visitor(url, userAgent);
  const password = demoAccounts.find((one) => one.account === account)?.password ?? '';
  await visitor.get('/sign-in');
  const got = await visitor.post('/sign-in', { account, password });
  if (got.status !== 303 || got.location !== '/') throw new Error(`${account} was not signed in`);
  await visitor.get('/');
  return visitor;
}
