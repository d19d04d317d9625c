import type { CalendarDate } from '@toshobin/lending-rules';
import { Dated } from '../pages/dated.tsx';
import type { Frame } from '../pages/frame.tsx';

/** The last day of the card on a line of its own; nothing where it has none. */
export function LastDay({ frame, expiresOn }: { frame: Frame; expiresOn: CalendarDate | null }) {
  if (expiresOn === null) return null;
  return (
    <>
      {frame.say('有効期限', 'Valid until')} <Dated date={expiresOn} language={frame.front.language} />
      <br />
    </>
  );
}
