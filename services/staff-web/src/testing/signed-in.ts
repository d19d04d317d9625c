import { Visitor } from '@toshobin/web/testing';
import { demoAccounts } from '../accounts/demo-accounts.ts';

/** A browser in which a demo account has signed in, on its first page. */
export async function signedInAt(url: string, account: string, userAgent?: string): Promise<Visitor> {
  const visitor = new Visitor(url, userAgent);
  await signIn(visitor, account);
  return visitor;
}

/** Signs a demo account in there, in place of whoever was. */
export async function signIn(visitor: Visitor, account: string): Promise<void> {
  const password = demoAccounts.find((one) => one.account === account)?.password ?? '';
  await visitor.get('/sign-in');
  const got = await visitor.post('/sign-in', { account, password });
  if (got.status !== 303 || got.location !== '/') throw new Error(`${account} was not signed in`);
  await visitor.get('/');
}
