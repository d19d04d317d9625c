import type { RecordSummary } from '@toshobin/contracts';
import { OfTitle, Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { recordPath } from './record-path.ts';
import { titleOf } from './title-of.ts';
import { isOneOfSeveral } from './volume-name.ts';

/** Where the volumes of a record's work, or the issues of its magazine, stand beside one another. */
export function volumesPath(record: Pick<RecordSummary, 'number'>): string {
  return `${recordPath(record)}/volumes`;
}

/** The way from one volume to all of them; nothing for what is not one of several. */
export function VolumesLink({ record, frame }: { record: RecordSummary; frame: Pick<Frame, 'say'> }) {
  const { say } = frame;
  if (!isOneOfSeveral(record)) return null;
  return (
    <Tap href={volumesPath(record)}>
      {record.kind === 'magazineIssue'
        ? say('この雑誌の号の一覧', 'All issues of this magazine')
        : say('この作品の巻の一覧', 'All volumes of this work')}
      <OfTitle title={titleOf(record)} say={say} />
    </Tap>
  );
}
