import type { PatronRow } from '@toshobin/contracts';
import { type Language, mayWish, type WishKind } from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';
import { OfTitle } from '../pages/elements.tsx';

interface WishButton {
  path: string;
  ja: string;
  en: string;
  look: string;
  offered(row: PatronRow, mayExtend: boolean): boolean;
}

const whileOffered = (kind: WishKind) => (row: PatronRow) => mayWish(kind, row);

const buttons: readonly WishButton[] = [
  {
    path: 'picked-up',
    ja: '受け取りました',
    en: 'I have picked it up',
    look: 'btn btn--second',
    offered: whileOffered('declarePickedUp'),
  },
  {
    path: 'extend',
    ja: '延長する',
    en: 'Extend',
    look: 'btn btn--second',
    offered: (_row, mayExtend) => mayExtend,
  },
  {
    path: 'resume',
    ja: '再開する',
    en: 'Resume',
    look: 'btn btn--second',
    offered: whileOffered('resume'),
  },
  {
    path: 'pickup',
    ja: '受取館を変更する',
    en: 'Change pickup library',
    look: 'btn btn--quiet',
    offered: whileOffered('changePickup'),
  },
  {
    path: 'suspend',
    ja: '一時停止する',
    en: 'Suspend',
    look: 'btn btn--quiet',
    offered: (row) => mayWish('suspend', row) && row.state !== 'suspended',
  },
  {
    path: 'suspend',
    ja: '再開する日を変える',
    en: 'Change the day it resumes',
    look: 'btn btn--quiet',
    offered: (row) => mayWish('suspend', row) && row.state === 'suspended',
  },
  {
    path: 'cancel',
    ja: '予約をキャンセルする',
    en: 'Cancel the reservation',
    look: 'btn btn--quiet',
    offered: whileOffered('cancel'),
  },
];

/** What can be done with a row now; nothing that would only be refused. */
export function RowWishes(props: { row: PatronRow; mayExtend: boolean; language: Language }) {
  const { row, mayExtend, language } = props;
  const say = sayIn(language);
  const offered = buttons.filter((button) => button.offered(row, mayExtend));
  if (offered.length === 0) return null;
  return (
    <div class="actions actions--row">
      {offered.map(({ path, ja, en, look }) => (
        <a key={ja} class={look} href={`/my-library/${row.reservationId}/${path}`}>
          {say(ja, en)}
          <OfTitle title={row.title} say={say} />
        </a>
      ))}
    </div>
  );
}
