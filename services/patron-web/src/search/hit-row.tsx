import type { RecordHit } from '@toshobin/contracts';
import { sentenceOf } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { AddToBasket } from '../basket/add-to-basket.tsx';
import { bookWords } from '../basket/item-words.tsx';
import { Cover } from '../pages/cover.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { basketAnchor } from '../pages/just-done.ts';
import { Availability } from '../records/availability.tsx';
import { KeepForLater } from '../records/keep-for-later.tsx';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { VolumesLink } from '../records/volumes-link.tsx';
import { type Own, whyNot } from './own-titles.ts';

/**
 * One title of a list, with what can be done with it: the basket's button, or the reason why not in its place.
 * @param back the page to come back to after the button
 */
export function HitRow(props: {
  record: RecordHit;
  frame: Frame;
  own: Own;
  back: string;
  /** Of its heading; the second unless told. */
  level?: 'h2' | 'h3';
  children?: ComponentChildren;
}) {
  const { record, frame, own, back, level: Heading = 'h2' } = props;
  const refusal = whyNot(record, own.titles);
  return (
    <li class="item" id={basketAnchor(record.recordId)} tabIndex={-1}>
      <Cover record={record} frame={frame} />
      <div>
        <Heading class="item-title">
          <a href={recordPath(record)}>
            <Japanese frame={frame}>{titleOf(record)}</Japanese>
          </a>
        </Heading>
        <p class="item-sub">
          <Japanese frame={frame}>{bookWords(record)}</Japanese>
        </p>
        {props.children}
        <VolumesLink record={record} frame={frame} />
        <Exception record={record} frame={frame} />
        {refusal === undefined ? null : (
          <p class="small muted" data-refusal={refusal.code}>
            {sentenceOf(refusal, frame.front)}
          </p>
        )}
      </div>
      {refusal === undefined || own.later ? (
        <div class="item-act">
          {refusal === undefined ? <AddToBasket record={record} frame={frame} back={back} light /> : null}
          {own.later ? <KeepForLater record={record} frame={frame} back={back} later={own.later} /> : null}
        </div>
      ) : null}
    </li>
  );
}

/** What is not as one expects: that a title is here and may be reserved is the rule of a list, and needs no mark. */
function Exception({ record, frame }: { record: RecordHit; frame: Frame }) {
  if (record.lending === 'lendable' && record.onShelf > 0) return null;
  return (
    <p class="item-note">
      <Availability record={record} frame={frame} />
    </p>
  );
}
