import type { Parcel } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { shortDate } from '../pages/dates.ts';
import { Entry, Tick } from '../pages/entry.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { modeWords, saidReason } from './parcel-words.ts';

/** Hands the parcel to the post: how, with which tracking number, and why beyond the guide. */
export function DispatchForm(props: {
  parcel: Parcel;
  path: string;
  /** The day of its run, where it is not today's: it leaves by Yu-Mail before that only when it is said so. */
  waitsFor: CalendarDate | undefined;
  /** What is wrong with the tracking number of the last try. */
  error: string | undefined;
}) {
  const { parcel } = props;
  return (
    <Post to={`${props.path}/dispatch`} class="stack" once>
      <h2 id="dispatch">発送する</h2>
      <fieldset class="cluster">
        <legend>送り方</legend>
        {(['yuMail', 'yuPack'] as const).map((mode) => (
          <label class="check" key={mode}>
            <input type="radio" name="mode" value={mode} checked={parcel.mode === mode} required />
            <span>{modeWords[mode]}</span>
          </label>
        ))}
      </fieldset>
      <Entry
        label="お問い合わせ番号（ゆうパックのとき）"
        class="input digits"
        id="tracking"
        name="trackingNumber"
        inputMode="numeric"
        autocomplete="off"
        maxLength={20}
        fault={props.error}
        autofocus={props.error !== undefined}
      />
      <Entry
        label="ゆうメールの目安を超えて送るときの理由"
        id="reason"
        autocomplete="off"
        maxLength={200}
        value={saidReason(parcel.modeReason)}
      />
      {props.waitsFor ? (
        <Tick
          name="agreed"
          value="yes"
          says={`ゆうメールでも今日発送する（${shortDate(props.waitsFor)}の便の小包です。貸出期間が今日から始まります）`}
        />
      ) : null}
      <Submit look="l" icon="truck" says="発送する" />
    </Post>
  );
}
