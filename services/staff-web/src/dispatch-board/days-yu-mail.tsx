import type { Parcel } from '@toshobin/contracts';
import { Breakable } from '../pages/breakable.tsx';
import { useNames } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { inCm, inGrams, weigh } from '../parcels/parcel-words.ts';

/** Yu-Mail that was packed for today's run: all of it is handed to the post with one press, once its number was counted. */
export function DaysYuMail({ parcels }: { parcels: readonly Parcel[] }) {
  const nameOf = useNames();
  if (parcels.length === 0) {
    return (
      <ul>
        <li>ありません</li>
      </ul>
    );
  }
  const sums = parcels.map(({ lines }) => weigh(lines));
  const sum = (of: 'items' | 'grams') => sums.reduce((all, one) => all + one[of], 0);
  const yen = parcels.reduce((all, { postageYen }) => all + (postageYen ?? 0), 0);
  const libraries = new Set(parcels.map(({ library }) => library)).size;
  return (
    <Post to="/dispatch-board/day" class="stack" once>
      <table class="s-table s-table--stack">
        <Heads
          of={[
            { name: '選ぶ', hidden: true },
            '受取館・小包番号',
            { name: '中身', look: 'n' },
            { name: '重さ・厚さ', look: 'n' },
            { name: '送料', look: 'n' },
          ]}
        />
        <tbody>
          {parcels.map((parcel) => (
            <Row key={parcel.parcelNumber} parcel={parcel} name={nameOf(parcel.library)} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            <th scope="row">
              {libraries}館あて {parcels.length}個
            </th>
            <td class="n">{sum('items')}点</td>
            <td class="n">{inGrams(sum('grams'))}</td>
            <td class="n">{yen.toLocaleString('ja-JP')}円</td>
          </tr>
        </tfoot>
      </table>
      <div class="s-panel stack stack--s">
        <p>
          <b>差し出す小包を数えてください。</b>
          数が合うと、選んだものをまとめて発送します。合わないときは、何も発送しません。
        </p>
        <p class="cluster">
          <label for="counted">数えた数</label>
          <input
            class="input digits"
            id="counted"
            name="counted"
            inputMode="numeric"
            autocomplete="off"
            maxLength={64}
            required
          />
          <Submit look="l" icon="truck" says="まとめて発送する" />
        </p>
      </div>
    </Post>
  );
}

function Row({ parcel, name }: { parcel: Parcel; name: string }) {
  const { parcelNumber, lines, postageYen } = parcel;
  const { items, grams, millimetres } = weigh(lines);
  return (
    <tr>
      <td>
        <label class="check">
          <input type="checkbox" name="parcel" value={parcelNumber} checked />
          <span class="visually-hidden">{`${name}あて ${parcelNumber}`}</span>
        </label>
      </td>
      <th scope="row">
        <a class="tap" href={`/parcels/${parcelNumber}`}>
          <Breakable text={name} />
        </a>
        <small class="s-sub s-num">{parcelNumber}</small>
      </th>
      <td class="n" data-label="中身">
        {items}点
      </td>
      <td class="n" data-label="重さ・厚さ">
        {inGrams(grams)}　{inCm(millimetres)}
      </td>
      <td class="n" data-label="送料">
        {postageYen === null ? '—' : `${postageYen.toLocaleString('ja-JP')}円`}
      </td>
    </tr>
  );
}
