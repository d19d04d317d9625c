import type { RecordSummary } from '@toshobin/contracts';
import { Cover } from '../pages/cover.tsx';
import { Tap } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Phone } from '../pages/phone.tsx';
import { volumesPath } from '../records/volumes-link.tsx';

interface MagazinesProps {
  frame: Frame;
  /** Of each magazine the issue that came last. */
  latest: readonly RecordSummary[];
}

/** R4. The magazines for visitors on a shelf, with how they are borrowed; nothing while nobody can say which they are. */
export function Magazines({ frame, latest }: MagazinesProps) {
  const { say } = frame;
  if (latest.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="magazines">
      <div class="sec-head">
        <h2 id="magazines">
          {say(`来館貸出可の雑誌 ${latest.length}誌`, `${latest.length} magazines for visitors`)}
        </h2>
        <Tap href="/magazines">{say('借り方を見る', 'How to borrow them')}</Tap>
      </div>
      <Shelf frame={frame} latest={latest} level="h3" />
    </section>
  );
}

/** Each with its latest issue, and the way to all of them. */
export function Shelf({ frame, latest, level: Heading }: MagazinesProps & { level: 'h2' | 'h3' }) {
  return (
    <ul class="books books--mags">
      {latest.map((record) => (
        <li key={record.recordId}>
          <span class="stand">
            <Cover record={record} frame={frame} />
          </span>
          <div class="what">
            <Heading>
              <a href={volumesPath(record)}>
                <Japanese frame={frame}>{record.title}</Japanese>
              </a>
            </Heading>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** R4. How they are reserved and picked up. */
export function HowVisitorsBorrow({ frame }: { frame: Frame }) {
  const { say, front } = frame;
  return (
    <ul class="dots">
      <li>
        {say(
          'インターネットでは予約できません。来館して借りるか、電話で予約してください：',
          'They can’t be reserved online. Come and borrow them, or reserve by phone: ',
        )}
        <Phone front={front} />
      </li>
      <li>
        {say(
          '受け取りは県立図書館のカウンターだけです。市町村立図書館へはお送りしません。',
          'They are picked up at the prefectural library only, and not sent to other libraries.',
        )}
      </li>
    </ul>
  );
}
