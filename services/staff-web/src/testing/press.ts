import { formOn, type Got, type Visitor } from '@toshobin/web/testing';

/** A form of the page as it was drawn, filled in. */
export function filledIn(page: Got, action: string, typed: Record<string, string>): URLSearchParams {
  const form = formOn(page, action);
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  return form;
}

export function press(visitor: Visitor, action: string, form: URLSearchParams): Promise<Got> {
  return visitor.send('POST', action, { body: form.toString() });
}

/** A double tap, and the answer loaded again. */
export async function pressThrice(visitor: Visitor, action: string, form: URLSearchParams): Promise<Got[]> {
  const twice = await Promise.all([press(visitor, action, form), press(visitor, action, form)]);
  return [...twice, await press(visitor, action, form)];
}
