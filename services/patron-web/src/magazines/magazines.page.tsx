import type { RecordSummary } from '@toshobin/contracts';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { HowVisitorsBorrow, Shelf } from './magazines.tsx';

/** R4. 来館貸出可の雑誌: which they are, and how they are borrowed. */
export function MagazinesPage(props: { frame: Frame; latest: readonly RecordSummary[]; publicUrl: string }) {
  const { frame, latest, publicUrl } = props;
  const title = frame.say('来館貸出可の雑誌', 'Magazines for visitors');
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/"
      head={<SearchHead publicUrl={publicUrl} path="/magazines" indexed />}
    >
      <div class="stack stack--l">
        <div class="stack">
          <h1>{title}</h1>
          <p>
            {frame.say(
              `次の${latest.length}誌です。表紙の下の名前を押すと、号の一覧が開きます。`,
              `These ${latest.length}. Press a name to see the issues.`,
            )}
          </p>
          <HowVisitorsBorrow frame={frame} />
        </div>
        <Shelf frame={frame} latest={latest} level="h2" />
      </div>
    </PatronPage>
  );
}
