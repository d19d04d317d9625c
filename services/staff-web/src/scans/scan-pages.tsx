import type { WhereFrom } from '../pages/fields.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer, ScanForm, WhereFromChoice } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

interface Desk {
  frame: Frame;
  answer: BigAnswer | undefined;
  newId: () => string;
}

/** The copy is back at the prefectural library. */
export function ReturnsPage({ frame, answer, newId, from }: Desk & { from: WhereFrom }) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '返却受付'} at="/returns">
      <h1>返却受付</h1>
      <ScanForm frame={frame} action="/returns" label="資料番号（バーコード）" factId={newId()}>
        <WhereFromChoice chosen={from} />
      </ScanForm>
      <Answer answer={answer} undo={{ frame, factId: newId() }} />
    </StaffPage>
  );
}

/** A pickup library takes a copy back. */
export function HandInPage({ frame, answer, newId, from }: Desk & { from: WhereFrom }) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '返却を受け付ける'} at="/hand-in">
      <h1>返却を受け付ける</h1>
      <ScanForm frame={frame} action="/hand-in" label="資料番号（バーコード）" factId={newId()}>
        <WhereFromChoice chosen={from} />
      </ScanForm>
      <Answer answer={answer} undo={{ frame, factId: newId() }} />
    </StaffPage>
  );
}

/** One scan of the parcel receives all in it. */
export function ArrivalsPage({ frame, answer, newId }: Desk) {
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '到着受付'} at="/arrivals">
      <h1>到着受付</h1>
      <ScanForm frame={frame} action="/arrivals" label="小包番号" factId={newId()} />
      <Answer answer={answer} />
    </StaffPage>
  );
}
