import type { Address, Library } from '@toshobin/contracts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { ClosingDaysForm, closingDaysOf } from './closing-days.page.tsx';
import { changeLibrary, pausePickup } from './library-verbs.ts';

/** One library: its telephone and closing days, and whether it can be chosen (R5). */
export function LibraryPage(props: {
  frame: Frame;
  library: Library;
  address: Address | undefined;
  answer: BigAnswer | undefined;
}) {
  const { frame, library, address } = props;
  const { code, phone, arrival, calendar } = library;
  const [address1, address2, address3] = address?.lines ?? [];
  const lines = { postcode: address?.postcode, address1, address2, address3 };
  return (
    <StaffPage frame={frame} title={library.name} at="/libraries" narrow>
      <h1>{library.name}</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <VerbForm
        frame={frame}
        verb={changeLibrary}
        of={{ library: code, closedWeekdays: calendar.closedWeekdays }}
        shown={{ phone, arrival, ...lines }}
      />
      <ClosingDaysForm library={library} chosen={closingDaysOf(library)} />
      <VerbForm frame={frame} verb={pausePickup} of={{ library: code }} shown={library} />
      {library.pausedFrom ? (
        <VerbForm
          frame={frame}
          verb={pausePickup}
          of={{ library: code, pausedFrom: null }}
          leaveOut={['reopens']}
          row="reopen"
        />
      ) : null}
    </StaffPage>
  );
}
