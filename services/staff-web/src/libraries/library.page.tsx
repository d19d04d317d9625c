import type { Library, Place } from '@toshobin/contracts';
import { closingDaysOf } from '@toshobin/lending-rules';
import { Told } from '../pages/answer.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { ClosingDaysForm } from './closing-days.page.tsx';
import { changeLibrary, NOT_TOLD, pausePickup } from './library-verbs.ts';
import { PauseForm } from './pause.page.tsx';
import { asFields } from './places.ts';

/** One library: where it is, its telephone, hours and closing days, and whether it can be chosen (R5). */
export function LibraryPage(props: { library: Library; place: Place | undefined }) {
  const { library, place } = props;
  const { code, phone, arrival } = library;
  return (
    <TitledPage title={library.name} at="/libraries" narrow>
      <Told />
      <VerbForm
        verb={changeLibrary}
        of={{ library: code }}
        shown={{ phone, arrival, ...(place && asFields(place)) }}
      />
      <ClosingDaysForm library={library} chosen={closingDaysOf(library.calendar)} />
      <WayAlone to={`/libraries/${code}/closing-days`} says="休館日のこれまでの変更（元に戻す）" />
      <PauseForm library={library} typed={library} faults={{}} />
      {library.pausedFrom ? (
        <>
          <VerbForm
            verb={pausePickup}
            of={{ library: code, pausedFrom: null }}
            leaveOut={['reopens']}
            row="reopen"
          />
          <p class="small">{NOT_TOLD}。</p>
        </>
      ) : null}
    </TitledPage>
  );
}
