import type { Volume } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, sentenceOf } from '@toshobin/web';
import { Cover } from '../pages/cover.tsx';
import { Dated } from '../pages/dated.tsx';
import { Chip, OfTitle, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { basketAnchor } from '../pages/just-done.ts';
import { Availability } from '../records/availability.tsx';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { kanjiNumber, volumeName } from '../records/volume-name.ts';
import { type OwnTitles, whyNot } from '../search/own-titles.ts';

/** One volume beside its others: chosen by a tick where it can be reserved, the reason in words where it can't. */
export function VolumeRow(props: {
  frame: Frame;
  volume: Volume;
  own: OwnTitles;
  chosen: boolean;
  describedBy: string | undefined;
}) {
  const { frame, volume, own, chosen, describedBy } = props;
  const { say } = frame;
  const { name, about } = volumeName(volume, say);
  const refusal = whyNot(volume, own);
  const id = basketAnchor(volume.recordId);
  const printed = [volume.publisher, volume.year && `${volume.year}年`].filter(Boolean).join('　');
  const slip = volume.kind === 'book' ? { ...volume, title: kanjiNumber(volume.volume) } : volume;
  const words = (
    <>
      <b>
        <Japanese frame={frame}>{name}</Japanese>
      </b>
      {about ? (
        <>
          {' '}
          <Japanese frame={frame}>{about}</Japanese>
        </>
      ) : null}
      <span class="visually-hidden">
        {' '}
        <span lang="ja">{volume.title}</span>
      </span>
    </>
  );
  return (
    <li class="vol">
      {refusal ? (
        <span class="tick" aria-hidden="true">
          –
        </span>
      ) : (
        <input
          type="checkbox"
          name="v"
          value={volume.recordId}
          id={id}
          checked={chosen}
          aria-describedby={describedBy}
        />
      )}
      <Cover record={slip} frame={frame} size="s" />
      <span class="vol-name">
        {refusal ? <p>{words}</p> : <label for={id}>{words}</label>}
        <span>
          {printed === '' ? null : <Japanese frame={frame}>{printed}</Japanese>}{' '}
          <Tap href={recordPath(volume)}>
            {say('くわしく', 'Details')}
            <OfTitle title={titleOf(volume)} say={say} />
          </Tap>
        </span>
      </span>
      <span class="vol-state">
        <VolumeState frame={frame} volume={volume} refusal={refusal} />
      </span>
    </li>
  );
}

/** Where it is now, or why it can't be reserved; of what is lent to visitors that, and whether it is here. */
function VolumeState(props: { frame: Frame; volume: Volume; refusal: Refusal | undefined }) {
  const { frame, volume, refusal } = props;
  const { lending, copies } = volume;
  if (refusal && lending === 'lendable' && copies > 0) {
    return <span data-refusal={refusal.code}>{sentenceOf(refusal, frame.front)}</span>;
  }
  const isForVisitors = lending === 'inPersonOnly';
  if ((lending !== 'lendable' && !isForVisitors) || copies === 0)
    return <Availability record={volume} frame={frame} />;
  return (
    <>
      {isForVisitors ? <Availability record={volume} frame={frame} /> : null} <Whereabouts {...props} />
    </>
  );
}

/** Where a volume is: here in grey words, marked where it is otherwise. */
function Whereabouts(props: { frame: Frame; volume: Volume }) {
  const { frame, volume } = props;
  const { say, front } = frame;
  const { onShelf, waiting, due } = volume;
  if (onShelf > 0) {
    return (
      <span class="state-ok nowrap">
        <Icon name="ok" /> {say('県立図書館にあります', 'At the library now')}
      </span>
    );
  }
  return (
    <>
      {due === null ? (
        <Availability record={{ ...volume, lending: 'lendable' }} frame={frame} short />
      ) : (
        <Chip look={['move', 'book']}>
          {say('貸出中', 'On loan')}
          <span class="nowrap">
            {say('（', ' (until ')}
            <Dated date={due} language={front.language} />
            {say('まで）', ')')}
          </span>
        </Chip>
      )}
      {waiting > 0 ? <> {say(`待ち${waiting}人`, `${waiting} waiting`)}</> : null}
    </>
  );
}
