import { formOn, type Got, type Visitor } from '@toshobin/web/testing';

/** What a browser says of a form that a page of ours sent. */
export const FROM_OURSELVES = { 'sec-fetch-site': 'same-origin' };

/** Presses the button of the page's form with that action. */
export function press(visitor: Visitor, page: Got, action: string): Promise<Got> {
  return visitor.send('POST', action, { body: formOn(page, action).toString(), headers: FROM_OURSELVES });
}
