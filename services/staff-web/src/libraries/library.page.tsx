import type { Address, Library } from '@toshobin/contracts';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { weekdays } from './libraries.page.tsx';

/** One library: its telephone and closing days, and whether it can be chosen (R5). */
export function LibraryPage(props: {
  frame: Frame;
  library: Library;
  address: Address | undefined;
  answer: BigAnswer | undefined;
  newId: () => string;
}) {
  const { frame, library, address, newId } = props;
  const path = `/libraries/${library.code}`;
  return (
    <StaffPage frame={frame} title={library.name} at="/libraries" narrow>
      <h1>{library.name}</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <form class="card stack" method="post" action={path}>
        <Own frame={frame} />
        <input type="hidden" name="factId" value={newId()} />
        <h2>館の変更</h2>
        <div class="field">
          <label for="phone">電話番号</label>
          <input
            class="input"
            id="phone"
            name="phone"
            value={library.phone}
            autocomplete="off"
            required
            maxLength={20}
          />
        </div>
        <div class="field">
          <label for="postcode">郵便番号</label>
          <input
            class="input"
            id="postcode"
            name="postcode"
            value={address?.postcode ?? ''}
            inputmode="numeric"
            autocomplete="off"
            required
            maxLength={9}
          />
        </div>
        {[1, 2, 3].map((n) => (
          <div class="field" key={n}>
            <label for={`address${n}`}>
              住所 {n}行目{n === 1 ? '（小包ラベルに刷ります）' : ''}
            </label>
            <input
              class="input"
              id={`address${n}`}
              name={`address${n}`}
              value={address?.lines[n - 1] ?? ''}
              autocomplete="off"
              required={n === 1}
              maxLength={40}
            />
          </div>
        ))}
        <fieldset class="cluster">
          <legend>休館する曜日</legend>
          {weekdays.map((name, at) => (
            <label class="check" key={name}>
              <input
                type="checkbox"
                name="closedWeekdays"
                value={at + 1}
                checked={library.calendar.closedWeekdays.some((day) => day === at + 1)}
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <fieldset class="stack stack--s">
          <legend>到着</legend>
          <label class="check">
            <input type="radio" name="arrival" value="scan" checked={library.arrival === 'scan'} />
            <span>読み取る</span>
          </label>
          <label class="check">
            <input type="radio" name="arrival" value="assumed" checked={library.arrival === 'assumed'} />
            <span>読み取らない（発送から2配達日後に着いたと見なす）</span>
          </label>
        </fieldset>
        <button class="btn" type="submit">
          変更する
        </button>
      </form>
      <ActForm
        frame={frame}
        id="pause"
        action={`${path}/pause`}
        title="受取の休止"
        hidden={{ factId: newId() }}
        fields={[
          { name: 'pausedFrom', label: '休止する日', type: 'date', value: library.pausedFrom ?? '' },
          {
            name: 'reopens',
            label: '再開する日（決まっていないときは空けます）',
            type: 'date',
            optional: true,
            value: library.reopens ?? '',
          },
        ]}
        button="受取を休止する"
      />
      {library.pausedFrom ? (
        <ActForm
          frame={frame}
          id="reopen"
          action={`${path}/pause`}
          hidden={{ factId: newId() }}
          button="受取を再開する"
        />
      ) : null}
    </StaffPage>
  );
}
