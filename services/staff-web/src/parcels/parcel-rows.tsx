import type { Parcel } from '@toshobin/contracts';
import { shortDate } from '../pages/dates.ts';
import { useNames } from '../pages/frame.tsx';
import { measures, modeWords, stateWords } from './parcel-words.ts';

/** Parcels with where they go or come from, what is in them, and by when they are expected; each leads on. */
export function ParcelRows(props: { parcels: readonly Parcel[]; to: (parcelNumber: string) => string }) {
  const nameOf = useNames();
  return (
    <ul class="rows links">
      {props.parcels.map((parcel) => (
        <li key={parcel.parcelNumber}>
          <a href={props.to(parcel.parcelNumber)}>
            <span>
              <span class="s-num">{parcel.parcelNumber}</span>
              <br />
              {nameOf(parcel.library)}
              {parcel.direction === 'outward' ? 'あて' : 'から'}
              {'　'}
              {measures(parcel)}　{modeWords[parcel.mode]}
            </span>
            <span>
              {stateWords[parcel.state]}
              {parcel.expectedDate ? `　${shortDate(parcel.expectedDate)}到着予定` : ''}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
