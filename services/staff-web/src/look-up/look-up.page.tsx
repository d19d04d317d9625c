import { Answer, windowTitle } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { Facts } from '../pages/marks.tsx';
import { type OnPhone, ScanForm } from '../pages/scan-form.tsx';
import type { Said } from '../scans/say.ts';
import type { LookedUp } from './look-up.ts';

/** 番号を調べる: where what has a number is now, of what belongs to this library; nothing is recorded. */
export function LookUpPage(props: {
  library: string;
  phone: OnPhone;
  number: string;
  /** Undefined before anything was asked. */
  found: { said: Said; facts: Extract<LookedUp, { kind: 'found' }>['facts'] } | undefined;
}) {
  const { found, phone } = props;
  const answer = found && {
    ...{ page: '/look-up', detail: '', notes: [], offers: [] },
    ...found.said,
    code: found.facts.length > 0 ? '' : props.number,
  };
  return (
    <JobPage
      title={windowTitle(answer, '番号を調べる')}
      heading="番号を調べる"
      at="/look-up"
      library={props.library}
    >
      <ScanForm
        action="/look-up"
        holds="here"
        label="取り置き番号、資料番号、小包番号"
        button="調べる"
        phone={phone}
        hidden={phone.keys ? { keys: '1' } : {}}
      />
      <Answer
        answer={answer}
        idle={'読み取っても\n何も記録しません'}
        {...(answer?.tone === 'again' ? { icon: 'search' } : {})}
      >
        {found && found.facts.length > 0 ? <Facts of={Object.fromEntries(found.facts)} /> : null}
      </Answer>
    </JobPage>
  );
}
