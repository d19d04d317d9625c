import type { Library } from '@toshobin/contracts';
import { libraryChoices } from '../pages/act-form.tsx';
import { Choice } from '../pages/entry.tsx';
import { Part, TitledPage } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';

const pages = [
  { href: '/arrivals', label: '到着受付' },
  { href: '/hand-out', label: '引渡し' },
  { href: '/hand-in', label: '返却を受け付ける' },
  { href: '/send-back', label: '返送' },
  { href: '/shelf-checks', label: '棚にありますか' },
  { href: '/declared-hand-outs', label: '「受け取りました」' },
] as const;

/** The library first, then what is entered for it; each page says whom it is for. */
export function ForLibraryPage(props: {
  libraries: readonly Library[];
  chosen: Library['code'] | undefined;
}) {
  const { libraries, chosen } = props;
  return (
    <TitledPage title="代行入力" at="/for-library" narrow>
      <p>受取館で読み取れないときに、電話で聞いて県立図書館が入れます。代行入力として記録します。</p>
      <form class="stack form" action="/for-library">
        <Choice label="受取館" id="library" of={libraryChoices(libraries)} chosen={chosen} required />
        <Submit says="この館を選ぶ" />
      </form>
      {chosen ? (
        <Part id="chosen" title={libraries.find(({ code }) => code === chosen)?.name ?? chosen}>
          <ul class="rows links">
            {pages.map(({ href, label }) => (
              <li key={href}>
                <a href={`${href}?library=${chosen}`}>{label}</a>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
    </TitledPage>
  );
}
