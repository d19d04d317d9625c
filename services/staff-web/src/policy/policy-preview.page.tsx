import { Notice } from '@toshobin/web';
import { Entry } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, WayAlone } from '../pages/press.tsx';
import type { ChangedNumber } from './changed-numbers.ts';
import type { PolicyView } from './policy.page.tsx';
import { numberWords } from './policy-words.ts';

/** 2／2: what each number was and would be, what that moves, and why it is changed; only this form changes it. */
export function PolicyPreviewPage(props: {
  view: PolicyView;
  changes: readonly ChangedNumber[];
  touched: readonly { title: string; says: string }[];
}) {
  const { view, changes } = props;
  return (
    <TitledPage
      title="決まりの数字を変える前に"
      at="/policy"
      narrow
      heading="変えると、こうなります"
      beside="まだ何も変わっていません"
    >
      {changes.length === 0 ? (
        <>
          <Notice tone="wait">変わる数字がありません。</Notice>
          <WayAlone to="/policy" />
        </>
      ) : (
        <>
          <Table class="s-table" scrolls of={['数字', '今', '変えた後']}>
            {changes.map(({ name, from, to }) => (
              <tr key={name}>
                <th scope="row">{numberWords[name].label}</th>
                <td>
                  <span class={from.length < 6 ? 'nowrap' : undefined}>
                    <s>{from}</s>
                  </span>
                </td>
                <td>
                  <b>{to}</b>
                </td>
              </tr>
            ))}
          </Table>
          <ul class="s-panel lines">
            {props.touched.map(({ title, says }) => (
              <li key={title}>
                <b>{title}</b>　{says}
              </li>
            ))}
          </ul>
          <Post to="/policy" class="s-panel s-form" hidden={{ basedOnVersion: view.version }}>
            {Object.entries(view.fields).flatMap(([name, typed]) =>
              [typed ?? []]
                .flat()
                .map((value) => <input type="hidden" key={`${name} ${value}`} name={name} value={value} />),
            )}
            <Entry label="理由（記録に残ります）" id="reason" autocomplete="off" required maxLength={200} />
            <div class="cluster">
              <Submit look="l" says="この数字にする" />
              <button class="btn btn--second btn--l" type="submit" name="back" value="yes" formNoValidate>
                戻る
              </button>
            </div>
            <p class="small">後で、前の版の数字に戻せます。</p>
          </Post>
        </>
      )}
    </TitledPage>
  );
}
