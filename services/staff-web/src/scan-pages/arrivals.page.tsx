import type { CopyPlace, CopyToReturn, Parcel } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { CopyNamed } from '../pages/copy-named.tsx';
import { Below } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { whyNobodys } from '../scans/why-nobodys.ts';
import { type Desk, ScanJob } from './scan-pages.tsx';

/** What became of a copy that is not to be shelved: it was handed out before its parcel was scanned, or that was long ago. */
const gone: Partial<Record<CopyPlace, string>> = {
  onLoan: 'お渡し済み',
  returning: '返送中',
  onShelf: '県立図書館に戻りました',
  onHoldShelf: '県立図書館に戻りました',
};

type Inside = {
  parcel: Parcel;
  copies: ReadonlyMap<string, { place: CopyPlace; toReturn: CopyToReturn['why'] | null }>;
};

/** 到着受付: one scan of the parcel receives all in it; what is not in it, and what does not belong there, is noted. */
export function ArrivalsPage(desk: Desk & Pick<Inside, 'copies'> & { parcel: Parcel | undefined }) {
  const { answer, parcel, copies } = desk;
  const asks = answer?.offers.includes('arrivedThere') === true;
  return (
    <ScanJob
      desk={desk}
      heading="到着受付"
      at="/arrivals"
      label={asks ? '答えの数字' : parcel ? '次の小包番号' : '小包番号'}
      asks={asks}
      tracking
      hint="余分な資料は、小包の後に資料の番号を読み取ります。"
      foot={
        parcel ? (
          <>
            小包番号 <span class="s-num">{parcel.parcelNumber}</span>
          </>
        ) : undefined
      }
      counted={{ tone: 'ok', label: '小包' }}
    >
      {answer && asks ? <ArrivedThere parcelNumber={answer.code} /> : null}
      {parcel && answer && answer.tone !== 'stop' ? (
        parcel.direction === 'return' ? (
          <Way look="l" to="/returns" says="返却受付へ" />
        ) : (
          <Contents parcel={parcel} copies={copies} />
        )
      ) : null}
    </ScanJob>
  );
}

/** The parcel of another library is received for it only when that library has said that it is there. */
function ArrivedThere({ parcelNumber: code }: { parcelNumber: string }) {
  return (
    <>
      <Post to="/arrivals" once hidden={{ code, there: 'yes' }}>
        <Submit look="second" digit="1" says="着いたと連絡があった（その館の到着として受け付ける）" />
      </Post>
      <Post to="/arrivals" once hidden={{ code, there: 'no' }}>
        <Submit look="second" digit="0" says="いいえ（送り返す箱や発送の箱へ）" />
      </Post>
    </>
  );
}

function Contents({ parcel, copies }: Inside) {
  const goneTo = (barcode: string) => gone[copies.get(barcode)?.place ?? 'atPickupLibrary'];
  /** Nobody waits for it any more: it is not to be shelved either, and goes into the next parcel home. */
  const whyBack = (barcode: string) => copies.get(barcode)?.toReturn ?? undefined;
  const here = parcel.lines.filter((line) => !line.missing && !goneTo(line.barcode));
  const back = here.filter(({ barcode }) => whyBack(barcode)).length;
  const arrived = here.length - back;
  return (
    <>
      <ul class="s-parts">
        {inOrderOfTheShelf(parcel).map((line) => {
          const why = here.includes(line) ? whyBack(line.barcode) : undefined;
          return (
            <li key={line.copyId}>
              <span class={line.missing || why ? 'stop' : 'ok'}>
                <Icon name={line.missing ? 'stop' : why ? 'back' : 'ok'} />
              </span>
              <span>
                <b>取り置き番号 {line.holdNumber ?? '－'}</b>
                <br />
                <CopyNamed barcode={line.barcode} />
                {why ? (
                  <Below>
                    <b class="stop">{whyNobodys[why]}。棚に置かず、返送してください</b>
                  </Below>
                ) : null}
              </span>
              {line.missing ? (
                <b class="stop">ない</b>
              ) : goneTo(line.barcode) ? (
                <b>{goneTo(line.barcode)}</b>
              ) : (
                <Missing parcel={parcel} line={line} />
              )}
              {line.missing ? (
                <ContentsForm
                  parcel={parcel}
                  field={{ name: 'extra', value: line.barcode }}
                  button={`箱の中にありました（${line.holdNumber ? `取り置き番号 ${line.holdNumber}` : `資料番号 ${line.barcode}`}）`}
                  wide
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      {arrived > 0 ? <p>届いた{arrived}点を、取り置き番号の順に棚へ置いてください。</p> : null}
      {back > 0 ? (
        <p>
          <b>{back}点は、棚に置かず、返送してください。</b>
        </p>
      ) : null}
      <p class="small">一覧にない資料が入っていたときは、その資料の番号を続けて読み取ってください。</p>
    </>
  );
}

/** As the copies stand on the hold shelf; the parcel has them as they were packed. */
function inOrderOfTheShelf({ lines }: Parcel): Parcel['lines'] {
  return lines.toSorted((one, other) => (one.holdNumber ?? '').localeCompare(other.holdNumber ?? ''));
}

function Missing(props: { parcel: Parcel; line: Parcel['lines'][number] }) {
  return (
    <ContentsForm
      parcel={props.parcel}
      field={{ name: 'missing', value: props.line.barcode }}
      button="ない"
      about={props.line.holdNumber ?? props.line.barcode}
    />
  );
}

function ContentsForm(props: {
  parcel: Parcel;
  field: { name: 'missing' | 'extra'; value: string };
  button: string;
  about?: string;
  wide?: boolean;
}) {
  return (
    <Post
      to="/arrivals/contents"
      {...(props.wide ? { class: 's-parts__wide' } : {})}
      once
      hidden={{ parcel: props.parcel.parcelNumber, [props.field.name]: props.field.value }}
    >
      <button class={props.wide ? 'btn btn--second s-wide' : 'btn btn--second'} type="submit">
        {props.button}
        {props.about ? <span class="visually-hidden">：{props.about}</span> : null}
      </button>
    </Post>
  );
}
