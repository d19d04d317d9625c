import { type CopyNames, isIsbn, lacksItsFirst, readBarcode } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { signOf, type WhereFrom } from '../pages/fields.ts';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { onPhone, ScanForm, WhereFromLinks } from '../pages/scan-form.tsx';
import { AskForm, SessionList } from '../pages/session-list.tsx';
import { askWords } from '../scans/say.ts';
import type { ScanRow } from '../sessions/desk-scans.ts';
import type { BigAnswer, Tone } from '../sessions/desk-state.ts';
import { withdrawalOf } from '../stock/stock-verbs.ts';
import { holdSlipOf, type TrapPage, TYPED_SLIP } from './hold-slip.ts';
import { numberOf } from './question-routes.ts';

export interface Desk {
  answer: BigAnswer | undefined;
  /** The scan that the answer is about, and the list it is in. */
  rows: readonly ScanRow[];
  tally: Partial<Record<Tone, number>>;
  copy: CopyNames | undefined;
  library: string;
  /** 番号を手で入れる was chosen. */
  keys: boolean;
}

/** What a 0 typed into the field takes back: what stands large, or else the first of the list beside it. */
export function lastShown(answer: BigAnswer | undefined, list: readonly ScanRow[] = []): { shown: string } {
  if (answer && answer.tone !== 'wait') return { shown: answer.undo ?? '' };
  const [last] = list;
  return { shown: last?.undoable && last.undoneAt === null ? last.factId : '' };
}

/** The row of the list that a 0 takes back, where no scan stands large that it would. */
export function keyOfList({ answer, rows }: Pick<Desk, 'answer' | 'rows'>): { key0: string } {
  return { key0: answer?.undo === undefined ? lastShown(answer, rows).shown : '' };
}

function Asks({ answer, rows, copy, from }: Desk & { from: WhereFrom }) {
  const row = rows.find(({ factId }) => factId === answer?.factId);
  if (!row) return null;
  return (
    <>
      {row.asks.map((ask) => (
        <AskForm
          key={ask}
          row={row}
          ask={ask}
          words={askWords(ask, copy?.supplementCount ?? 1)}
          number={numberOf[ask]}
          from={from}
        />
      ))}
    </>
  );
}

function hasOpenAsks({ answer, rows }: Desk): boolean {
  return rows.some(({ factId, asks }) => factId === answer?.factId && asks.length > 0);
}

/** R10. The copy is back at the prefectural library: one field, and where it goes next, large. */
export function ReturnsPage(desk: Desk & { from: WhereFrom }) {
  const { answer, from } = desk;
  const asks = hasOpenAsks(desk);
  const trapped = answer?.tone === 'hold' ? answer.code : '';
  return (
    <TitledPage
      title={windowTitle(answer, '返却受付')}
      at="/returns"
      heading="返却受付"
      beside={<WhereFromLinks page="/returns" chosen={from} />}
    >
      <ScanForm
        action="/returns"
        label="資料番号（バーコード）"
        hidden={{ from, asked: signOf(answer), ...lastShown(answer, desk.rows) }}
        hint={asks ? '答えるのは後でもかまいません。続けて読み取れます。' : ''}
      />
      <div class="s-split">
        <Answer answer={answer} undo from={from} foot={notOurs(desk) ?? takenBack(desk)}>
          {answer?.offers.includes('stillInParcel') ? (
            <StillInParcel {...desk} answer={answer} />
          ) : asks ? (
            <Asks {...desk} />
          ) : null}
          {trapped ? <HoldSlipLink code={trapped} from="/returns" /> : null}
        </Answer>
        <SessionList
          {...desk}
          {...keyOfList(desk)}
          counted={[
            { tone: 'shelf', label: '棚へ' },
            { tone: 'next', label: '次の予約' },
            { tone: 'hold', label: '取り置き' },
          ]}
        />
      </div>
    </TitledPage>
  );
}

/** A copy that was just taken back and is seen to be damaged: one way to where it is taken out. */
function takenBack({ answer, copy, from }: Desk & { from: WhereFrom }) {
  const { code = '', tone, undo } = answer ?? {};
  const goesOn = tone === 'shelf' || tone === 'next' || tone === 'hold';
  if (!goesOn || undo === undefined || copy === undefined) return undefined;
  return (
    <>
      <CopyNamed barcode={code} />
      <Way look="quiet" to={withdrawalOf(code, from)} unseen={`（${code}）`} says="破損・除籍" />
    </>
  );
}

/** A copy goes to the hold shelf with its slip: one key at the scan that caught it. */
export function HoldSlipLink({ code, from }: { code: string; from: TrapPage }) {
  return (
    <p>
      <Way to={holdSlipOf(code, from)} icon="print" digit={TYPED_SLIP} says="取り置き票を印刷する" />
    </p>
  );
}

/** A copy whose parcel is on its way was read: it stays in it, as far as is known, until somebody says that it is back. */
function StillInParcel({ answer, from }: Desk & { answer: BigAnswer; from: WhereFrom }) {
  const ways = { lent: '利用者が返してきた', notLent: '利用者に渡らずに戻ってきた' };
  return (
    <>
      <Post to="/returns" class="cluster" once hidden={{ code: answer.code, from }}>
        {Object.entries(ways).map(([way, words], at) => (
          <Submit look="second" key={way} name="fromParcel" value={way} digit={at + 1} says={words} />
        ))}
      </Post>
      <p>渡らずに戻ったときは、予約はもとの順番で待ち、先頭ならこの資料をもう一度用意します。</p>
    </>
  );
}

function notOurs({ answer, copy }: Desk) {
  if (answer?.tone !== 'stop' || answer.code === '' || copy !== undefined) return undefined;
  if (isIsbn(answer.code) || lacksItsFirst(answer.code)) return undefined;
  return arrivesWith(answer) ?? <>市町村の資料は「他館の資料」の棚へ置き、館へ連絡します。</>;
}

/** A parcel was read in place of a copy. */
function arrivesWith(answer: BigAnswer | undefined, library?: string) {
  const reading = readBarcode(answer?.code ?? '');
  return reading.ok && reading.kind === 'parcel' ? (
    <>
      小包は、<a href={pageWith('/arrivals', { library })}>到着受付</a>で読み取ってください。
    </>
  ) : undefined;
}

/** R10. A pickup library takes a copy back, at its counter or from its book drop. */
export function HandInPage(desk: Desk & { from: WhereFrom }) {
  const frame = useFrame();
  const { answer, from } = desk;
  return (
    <ScanJob
      desk={desk}
      heading="返却受付"
      at="/hand-in"
      label={answer ? '次の資料番号' : '資料番号を読む'}
      hidden={{ from }}
      above={<WhereFromLinks page="/hand-in" chosen={from} library={frame.forLibrary?.code} />}
      counted={{ tone: 'back', label: '返却' }}
      foot={arrivesWith(answer, frame.forLibrary?.code)}
    >
      {answer?.offers.some((offer) => offer === 'stillHeld' || offer === 'heldNoMore') ? (
        <NotLent {...desk} answer={answer} />
      ) : hasOpenAsks(desk) ? (
        <Asks {...desk} />
      ) : null}
    </ScanJob>
  );
}

/** A job of a pickup library: one field, its answer with what is asked or shown of it, and what was read before. */
export function ScanJob(props: {
  desk: Desk & { from?: WhereFrom };
  heading: string;
  at: string;
  label: string;
  hint?: string;
  /** What stays as it is for the next scan, in the form and in the address. */
  hidden?: Readonly<Record<string, string>>;
  above?: ComponentChildren;
  /** The number of the post's label is read here too. */
  tracking?: boolean;
  foot?: ComponentChildren;
  /** Everything that is read waits until this was answered. */
  asks?: boolean;
  counted: { tone: Tone; label: string };
  children: ComponentChildren;
}) {
  const { desk, heading, at, hidden = {}, hint = '' } = props;
  const { answer } = desk;
  return (
    <JobPage title={windowTitle(answer, heading)} heading={heading} at={at} library={desk.library}>
      {props.above}
      <ScanForm
        action={at}
        label={props.label}
        hidden={{ ...hidden, asked: signOf(answer), ...lastShown(answer) }}
        phone={onPhone(useFrame(), desk.keys, pageWith(at, hidden))}
        hint={hint}
        tracking={props.tracking === true}
      />
      <Answer answer={answer} undo from={desk.from} foot={props.foot} asks={props.asks === true}>
        {props.children}
      </Answer>
      <Earlier {...desk} counted={[props.counted]} />
    </JobPage>
  );
}

/** A copy that is held was read as coming back: it is taken in only when somebody says that it had been lent. */
function NotLent({ answer, from }: Desk & { answer: BigAnswer; from: WhereFrom }) {
  const library = useFrame().forLibrary?.code;
  return (
    <>
      <Post to="/hand-in" once hidden={{ code: answer.code, from, wasLent: 'yes' }}>
        <Submit look="second" digit="1" says="貸し出したものが返ってきた" />
      </Post>
      {answer.offers.includes('stillHeld') ? (
        <p>貸していないときは、取り置き棚（ほかの館のものは「転送」の箱）に戻してください。</p>
      ) : null}
      <p>
        {answer.offers.includes('stillHeld') ? '受け取りに来ないので送り返すときは、' : '送り返すときは、'}
        <a href={pageWith('/send-back', { library })}>返送の小包</a>で読み取ってください。
      </p>
    </>
  );
}

/** The list of a pickup library's terminal, folded: one thing at a time on a phone. */
export function Earlier(
  desk: Desk & { from?: WhereFrom; counted: readonly { tone: Tone; label: string }[] },
) {
  return (
    <details class="fold" id="earlier" hidden={desk.rows.length === 0}>
      <summary>
        <Icon name="list" />
        読み取ったもの
      </summary>
      <div class="fold-body">
        <SessionList {...desk} />
      </div>
    </details>
  );
}
