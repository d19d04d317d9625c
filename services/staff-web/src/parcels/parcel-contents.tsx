import type { Parcel } from '@toshobin/contracts';
import { CopyNamed } from '../pages/copy-named.tsx';
import { useFrame } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { unpack } from './parcel-verbs.ts';
import { checksOf, inCm, inGrams } from './parcel-words.ts';

/** What is in a parcel: numbers, what to look at, how heavy; while it is packed each can be taken out. */
export function ParcelContents(props: { parcel: Parcel; open: boolean }) {
  const frame = useFrame();
  const { parcel, open } = props;
  if (parcel.lines.length === 0) return null;
  return (
    <div class="s-scroll">
      <table class="s-table s-table--stack">
        <caption>小包の中　{parcel.lines.length}点</caption>
        <Heads
          of={[
            frame.copies ? '書名・資料番号' : '資料番号',
            ...['取り置き番号', '確かめること', { name: '重さ・厚さ', look: 'n' }],
            open ? { name: '操作', hidden: true } : '到着',
          ]}
        />
        <tbody>
          {parcel.lines.map((line) => (
            <tr key={line.copyId}>
              <th scope="row">
                <CopyNamed barcode={line.barcode} />
              </th>
              <td data-label="取り置き番号">
                <b class="s-mark">{line.holdNumber ?? '—'}</b>
              </td>
              <td data-label="確かめること">{checksOf(line)}</td>
              <td class="n">
                {inGrams(line.weightGrams)}
                <br />
                {inCm(line.thicknessMm)}
              </td>
              <td data-label={open ? undefined : '到着'}>
                {open ? (
                  <VerbForm
                    verb={unpack}
                    of={{ parcelNumber: parcel.parcelNumber, barcode: line.barcode }}
                    row={line.barcode}
                    about={line.barcode}
                  />
                ) : line.missing ? (
                  '足りません'
                ) : line.arrived ? (
                  '到着済み'
                ) : (
                  '—'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
