import { Icon } from '@toshobin/web';
import { type Frame, Own } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';

/** Yes: the parcel that the question is about leaves today. */
export function LeavesToday({ frame, parcelNumber }: { frame: Frame; parcelNumber: string }) {
  return (
    <form method="post" action={`/dispatch-board/${parcelNumber}`}>
      <Own frame={frame} />
      <input type="hidden" name="factId" value={frame.newId()} />
      <input type="hidden" name="mode" value="yuMail" />
      <input type="hidden" name="agreed" value="yes" />
      <Submit look="second">
        発送する<kbd>1</kbd>
      </Submit>
    </form>
  );
}

/** The parcel that was read stays for later. */
export function NotYet({ frame }: { frame: Frame }) {
  return (
    <form method="post" action="/dispatch-board">
      <Own frame={frame} />
      <input type="hidden" name="factId" value={frame.newId()} />
      <input type="hidden" name="code" value="0" />
      <Submit look="second">
        <Icon name="undo" />
        まだ出さない<kbd>0</kbd>
      </Submit>
    </form>
  );
}
