import type { catalogApi, Library, LibraryCode, shippingApi } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import { libraryChoices } from '../pages/act-form.tsx';
import { shortDate } from '../pages/dates.ts';
import { Choice, Entry, FaultAt, Tick } from '../pages/entry.tsx';
import { Part, TitledPage } from '../pages/frame.tsx';
import { numbers, Table } from '../pages/heads.tsx';
import { Check } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { enterClosure } from './library-verbs.ts';

interface Closure {
  of: LibraryCode;
  also: readonly LibraryCode[];
  from: CalendarDate;
  until: CalendarDate;
  reason: string;
}
type Dates = z.output<typeof catalogApi.closurePreview.answer>;
type Parcels = z.output<typeof shippingApi.closurePreview.answer>;
/** What the closure of one library moves; nothing is known while its service is away. */
interface Moves {
  library: LibraryCode;
  dates: Dates | undefined;
  parcels: Parcels | undefined;
}

/** 臨時休館の登録: which library and when; what would move; then it is entered. */
export function ClosureFormPage(props: {
  libraries: readonly Library[];
  typed: { of: string; from: string; until: string; reason: string };
  /** Others that were chosen beside the first. */
  also: readonly LibraryCode[];
  /** What is to be mended, by field. */
  faults: Readonly<Record<string, string>>;
  closure: Closure | undefined;
  moves: readonly Moves[];
}) {
  const { closure, typed, faults } = props;
  const [first] = props.moves;
  return (
    <TitledPage
      title="臨時休館の登録"
      at="/closures/new"
      beside={closure ? '2／2　登録する前に確かめます' : '1／2　館と日を入れます'}
    >
      {Object.keys(faults).length > 0 ? (
        <Notice tone="stop">入力を確かめてください。まだ登録していません。</Notice>
      ) : null}
      <div class="s-split s-split--form">
        <form class="s-panel s-form" action="/closures/new">
          <h2>休館する館と日</h2>
          <Choice
            label="館"
            id="of"
            of={libraryChoices(props.libraries)}
            chosen={typed.of}
            fault={faults.of}
            required
          />
          <details class="fold" open={props.also.length > 0 || faults.also !== undefined}>
            <summary>ほかの館も同時に休館する</summary>
            <fieldset class="fold-body s-pick">
              <legend class="visually-hidden">同時に休館する館</legend>
              {props.libraries.map(({ code, name }) => (
                <Tick key={code} name="also" value={code} checked={props.also.includes(code)} says={name} />
              ))}
            </fieldset>
            <FaultAt id="also" fault={faults.also} />
          </details>
          <Entry label="はじめの日" id="from" type="date" value={typed.from} fault={faults.from} required />
          <Entry
            label="終わりの日（この日まで）"
            id="until"
            type="date"
            value={typed.until}
            fault={faults.until}
            required
          />
          <Entry
            label="理由（メールに入ります）"
            id="reason"
            value={typed.reason}
            fault={faults.reason}
            autocomplete="off"
            required
            maxLength={60}
          />
          <Submit
            look={closure ? 'second' : undefined}
            says={closure ? 'もう一度確かめる' : '変わるものを確かめる'}
          />
        </form>
        {closure && props.moves.length > 1 ? <WhatSeveralMove {...props} closure={closure} /> : null}
        {closure && props.moves.length === 1 && first ? (
          <WhatMoves {...props} {...first} closure={closure} />
        ) : null}
      </div>
    </TitledPage>
  );
}

/** Several libraries at once: a line each, then one press enters them all. */
function WhatSeveralMove(props: {
  libraries: readonly Library[];
  closure: Closure;
  moves: readonly Moves[];
}) {
  const { closure, moves } = props;
  const nameOf = (code: string) => props.libraries.find((library) => library.code === code)?.name ?? code;
  const movedIn = ({ dates }: Moves) => dates?.moves.reduce((sum, { count }) => sum + count, 0);
  const told = moves.reduce((sum, one) => sum + (movedIn(one) ?? 0), 0);
  return (
    <Moved closure={closure} who={`${moves.length}館`}>
      <Table
        class="s-table"
        scrolls
        of={['館', ...numbers('動く期限', '変わらない期限', '待つ小包', '配送中', '梱包待ち')]}
      >
        {moves.map((one) => (
          <tr key={one.library}>
            <th scope="row">{nameOf(one.library)}</th>
            <td class="n">{movedIn(one) ?? '－'}</td>
            <td class="n">{one.dates?.unmoved ?? '－'}</td>
            <td class="n">{one.parcels?.parcels.reduce((sum, { count }) => sum + count, 0) ?? '－'}</td>
            <td class="n">{one.parcels?.inTransit ?? '－'}</td>
            <td class="n">{one.parcels?.waiting ?? '－'}</td>
          </tr>
        ))}
      </Table>
      <Mailed told={told} />
      <div class="cluster">
        <Post to="/closures/several" once>
          {moves.map(({ library }) => (
            <input type="hidden" name="library" value={library} key={library} />
          ))}
          <input type="hidden" name="from" value={closure.from} />
          <input type="hidden" name="until" value={closure.until} />
          <input type="hidden" name="reason" value={closure.reason} />
          <Submit look="l" says={`${moves.length}館の休館を登録する`} />
        </Post>
        <Way to="/libraries" says="戻る" />
      </div>
      <p class="small">
        登録した後でも、まとめて、または館ごとに元に戻せます。すでにメールで知らせた期限は、早くなりません。
      </p>
    </Moved>
  );
}

function WhatMoves(props: {
  libraries: readonly Library[];
  closure: Closure;
  dates: Dates | undefined;
  parcels: Parcels | undefined;
}) {
  const { closure, dates, parcels } = props;
  const { of: library, also: _, ...days } = closure;
  const name = props.libraries.find(({ code }) => code === library)?.name ?? library;
  const told = dates?.moves.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <Moved closure={closure} who={name}>
      {dates === undefined || parcels === undefined ? (
        <Notice tone="wait">変わるものを、ただいま数えられません。登録はできます。</Notice>
      ) : (
        <>
          <Table class="s-table" scrolls of={['変わるもの', { name: '数', look: 'n' }, '前 → 後', '備考']}>
            {dates.moves.map((move) => (
              <Row
                key={`${move.kind} ${move.before}`}
                what={move.kind === 'hold' ? '取り置き期限・返却期限' : '返却期限'}
                count={`${move.count}件`}
                move={move}
                note={move.kind === 'hold' ? '次の開館日まで' : '延滞のお知らせも動きます'}
              />
            ))}
            {parcels.parcels.map((move) => (
              <Row
                key={move.before}
                what="発送"
                count={`${move.count}個`}
                move={move}
                note="3日以上の休館に着くため待ちます"
              />
            ))}
            {parcels.inTransit > 0 ? (
              <Row what="配送中の小包" count={`${parcels.inTransit}個`} note="休館の間は「未着」としません" />
            ) : null}
            {parcels.waiting > 0 ? (
              <Row what="梱包待ち" count={`${parcels.waiting}点`} note="発送日を決め直します" />
            ) : null}
          </Table>
          {told === 0 && parcels.parcels.length === 0 ? <p>この間に来る期限はありません。</p> : null}
          <Mailed told={told} />
          <p>変わらない期限：{dates.unmoved}件。期限が早くなるものはありません。</p>
        </>
      )}
      <div class="cluster">
        <VerbForm verb={enterClosure} of={{ library, ...days }} />
        <Way to="/libraries" says="戻る" />
      </div>
      <p class="small">登録した後でも、元に戻せます。すでにメールで知らせた期限は、早くなりません。</p>
    </Moved>
  );
}

/** 登録すると、こう変わります: of whom, and from when until when. */
function Moved({ closure, who, children }: { closure: Closure; who: string; children: ComponentChildren }) {
  return (
    <Part class="s-panel" id="moves" title="登録すると、こう変わります">
      <Check icon="calendar">
        {who}　{shortDate(closure.from)}〜{shortDate(closure.until)}休館
      </Check>
      {children}
    </Part>
  );
}

function Mailed({ told }: { told: number }) {
  return (
    <p>
      <b>メール「期限が変わりました」</b>を、期限の動く{told}件の方に送ります（お一人に1通）。
    </p>
  );
}

function Row(props: {
  what: string;
  count: string;
  move?: { before: CalendarDate; after: CalendarDate };
  note: string;
}) {
  return (
    <tr>
      <th scope="row">{props.what}</th>
      <td class="n">
        <b>{props.count}</b>
      </td>
      <td class="s-moved">
        {props.move ? (
          <>
            <s>{shortDate(props.move.before)}</s>
            <Icon name="arrow" />
            {shortDate(props.move.after)}
          </>
        ) : (
          'そのまま'
        )}
      </td>
      <td>{props.note}</td>
    </tr>
  );
}
