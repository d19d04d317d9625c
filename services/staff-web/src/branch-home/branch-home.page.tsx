import { type CalendarDate, formatDateJa } from '@toshobin/lending-rules';
import { Icon, type IconName } from '@toshobin/web';
import type { HeldCopy } from '../desk/card-in-hand.ts';
import { BranchPage } from '../pages/branch-page.tsx';
import { Part } from '../pages/frame.tsx';
import { NotAllowed } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { type OnPhone, ScanForm } from '../pages/scan-form.tsx';
import { ThreeJobs } from '../pages/three-jobs.tsx';
import { HeldList } from '../scan-pages/hand-out.page.tsx';

/** What a patron says has been picked up, though nobody scanned it. */
export interface Declared {
  handOutFactId: string;
  barcode: string;
  holdNumber: string;
  due: { date: CalendarDate } | null;
}

/** A piece of work beside the three jobs. */
export interface Line {
  href: string;
  name: string;
  icon: IconName;
  /** Undefined while what counts it is away. */
  count: number | undefined;
  unit: string;
  tone?: 'ask' | 'stop';
}

/** A pickup library's first page: the three jobs, one field that knows the kind of a number, and what waits on its shelf. */
export function BranchHomePage(props: {
  library: string;
  phone: OnPhone;
  lines: readonly Line[];
  /** Undefined while the catalog is away. */
  held: readonly HeldCopy[] | undefined;
  digitsOf: (reservationId: string) => string | undefined;
  declared: readonly Declared[];
  today: CalendarDate;
  notAllowed: boolean;
  /** The patrons' pages: whether the library has a title, a branch asks as they do (R14). */
  catalogue: string | undefined;
}) {
  const { held, declared } = props;
  return (
    <BranchPage title="はじめの画面" library={props.library}>
      <h1 class="visually-hidden">はじめの画面</h1>
      <NotAllowed when={props.notAllowed} />
      <ThreeJobs />
      <ScanForm
        action="/start"
        releases
        tracking
        holds="elsewhere"
        label="番号を読んで始める"
        phone={props.phone}
        leadsOn
      />
      {props.lines.map((line) => (
        <a class="s-line" key={line.href} href={line.href} {...(line.tone ? { 'data-tone': line.tone } : {})}>
          <Icon name={line.icon} />
          {line.name}
          <b>
            {line.count ?? '－'}
            {line.unit}
          </b>
        </a>
      ))}
      <a class="s-line" href="/look-up">
        <Icon name="card" />
        番号を調べる（何も記録しません）
      </a>
      {props.catalogue ? (
        <a class="s-line" href={props.catalogue} target="_blank" rel="noopener noreferrer">
          <Icon name="search" />
          蔵書を検索する（利用者の画面・新しいタブ）
        </a>
      ) : null}
      <Part class="stack" id="held" title={`取り置き中　${held?.length ?? '－'}点`}>
        {held ? null : <p>ただいま表示できません。</p>}
        <HeldList held={held ?? []} last4={props.digitsOf} today={props.today} />
      </Part>
      {declared.length === 0 ? null : (
        <Part class="stack" id="declared" title={`「受け取りました」　${declared.length}点`}>
          <p>読み取りはありませんが、利用者が「受け取りました」とした資料です。</p>
          <ul class="s-holds">
            {declared.map((row) => (
              <li key={row.handOutFactId}>
                <p class="s-holdno">
                  <small>取り置き番号</small>
                  {row.holdNumber}
                </p>
                <div>
                  {row.due ? (
                    <p>
                      <b class="nowrap">{formatDateJa(row.due.date)}まで</b>
                    </p>
                  ) : null}
                </div>
                <Post to={`/declared-hand-outs/${row.handOutFactId}`} once>
                  <button class="btn btn--second s-wide" type="submit">
                    まだ棚にあります<span class="visually-hidden">：{row.holdNumber}</span>
                  </button>
                </Post>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </BranchPage>
  );
}
