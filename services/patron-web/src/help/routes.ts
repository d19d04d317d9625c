import type { LibraryCode } from '@toshobin/contracts';
import { type CalendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { type Frame, frameOf } from '../pages/frame.tsx';
import { orUndefined } from '../pages/or-undefined.ts';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { accessibilitySections } from './accessibility.ts';
import { ArticlePage, type Section } from './article.page.tsx';
import { type Facts, factsOf } from './facts.ts';
import { faqSections } from './faq.ts';
import { guideSections } from './guide.ts';
import { LibrariesPage } from './libraries.page.tsx';
import { LibraryPage } from './library.page.tsx';
import { privacySections } from './privacy.ts';
import { SiteMapPage } from './site-map.page.tsx';

interface Article {
  title: string;
  lead: string;
  sections: readonly Section[];
  folded?: boolean;
}

export function mountHelp(routes: PatronRoutes, deps: PatronWebDeps): void {
  const article = (path: string, write: (facts: Facts) => Article) =>
    routes.page(path, 'public', async (call) => {
      const frame = await frameOf(deps, call);
      sendPage(call.response, h(ArticlePage, { frame, ...write(await factsFor(deps, frame)) }));
    });
  article('/help', (facts) => ({
    title: facts.say('利用案内', 'How it works'),
    lead: facts.say(
      '県立図書館の資料を予約し、お近くの図書館で受け取って返却できるサービスです。',
      'Reserve items of the prefectural library, and pick them up and return them at a library near you.',
    ),
    sections: guideSections(facts),
  }));
  article('/help/faq', (facts) => ({
    title: facts.say('よくある質問', 'Questions and answers'),
    lead: facts.say('質問を押すと、答えが開きます。', 'Press a question to see its answer.'),
    sections: faqSections(facts),
    folded: true,
  }));
  article('/help/privacy', (facts) => ({
    title: facts.say('個人情報の取り扱い', 'How we handle your data'),
    lead: facts.say(
      '図書館は、利用者の秘密を守ります。何を、どれだけの間お預かりするかをお知らせします。',
      'The library keeps its readers’ secrets. This is what we keep, and for how long.',
    ),
    sections: privacySections(facts),
  }));
  article('/accessibility', (facts) => ({
    title: facts.say('ウェブアクセシビリティ方針', 'Accessibility'),
    lead: facts.say(
      'どなたにも使っていただけるように、このサイトを作り、試験しています。',
      'This site is made and tested so that everybody can use it.',
    ),
    sections: accessibilitySections(facts),
  }));
  routes.page('/help/site-map', 'public', async (call) => {
    sendPage(call.response, h(SiteMapPage, { frame: await frameOf(deps, call) }));
  });
  routes.page('/help/libraries', 'public', (call) => drawLibraries(deps, call));
  routes.page('/help/libraries/:library', 'public', (call) => drawLibrary(deps, call));
}

async function drawLibraries(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const [frame, list] = [await frameOf(deps, call), await deps.libraries.list()];
  const { placeOf } = await deps.libraries.places();
  const today = dayOf(instantFromDate(deps.now()));
  sendPage(call.response, h(LibrariesPage, { frame, list, placeOf, today }));
}

async function drawLibrary(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const frame = await frameOf(deps, call);
  const { prefectural, regions } = await deps.libraries.list();
  const all = [prefectural, ...regions.flatMap(({ libraries }) => libraries)];
  const library = all.find(({ code }) => code === call.request.params.library) ?? pageFault(404);
  const { placeOf, holidays } = await deps.libraries.places();
  const page = {
    ...{ frame, library, place: placeOf(library.code), holidays },
    now: instantFromDate(deps.now()),
    policy: await deps.policy.inForce(),
    ends: await endsAt(deps, call, library.code),
    mapUrl: deps.setting.mapUrl,
  };
  sendPage(call.response, h(LibraryPage, page));
}

/** R6. Until when something of the visitor's is held there; nothing while nobody can say. */
async function endsAt(
  deps: PatronWebDeps,
  { visit }: PatronCall,
  library: LibraryCode,
): Promise<CalendarDate[]> {
  if (visit.principal?.scope !== 'full') return [];
  const { patronId } = visit.principal;
  const answer = await orNone(deps.patron.myLibrary({ params: { patronId } }));
  return (answer?.rows ?? [])
    .filter((row) => row.open && row.state === 'ready' && row.pickupLibrary === library)
    .flatMap((row) => row.holdUntil ?? row.due?.date ?? [])
    .toSorted();
}

/** Help is there while the services are away: with the numbers known last, and without the count of libraries. */
async function factsFor(deps: PatronWebDeps, frame: Frame): Promise<Facts> {
  const { setting } = deps;
  const policy = await deps.policy.inForce();
  const list = await orUndefined(() => deps.libraries.list());
  return factsOf({ language: frame.front.language, policy, setting, list, covers: frame.covers });
}
