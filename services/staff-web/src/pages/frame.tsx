import type { LibraryCode } from '@toshobin/contracts';
import { type Front, Layout, type LayoutProps, type NavItem, Notice, type PageCall } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { mayDo, type Staff, type StaffAction } from '../roles.ts';

const nav: readonly (NavItem & { action: StaffAction })[] = [
  { href: '/', label: '今日の仕事', icon: 'home', action: 'today' },
  { href: '/tasks', label: '要確認', icon: 'ask', action: 'tasks' },
  { href: '/pick-list', label: '出庫リスト', icon: 'list', action: 'pickList' },
  { href: '/packing', label: '梱包・発送', icon: 'box', action: 'packing' },
  { href: '/returns', label: '返却受付', icon: 'back', action: 'processReturn' },
  { href: '/copies-to-return', label: '取り置きから戻す', icon: 'back', action: 'copiesToReturn' },
  { href: '/arrivals', label: '到着受付', icon: 'truck', action: 'receiveParcel' },
  { href: '/hand-out', label: '引渡し・窓口貸出', icon: 'card', action: 'handOut' },
  { href: '/hand-in', label: '返却を受け付ける', icon: 'back', action: 'handIn' },
  { href: '/send-back', label: '返送', icon: 'box', action: 'shelfChecks' },
  { href: '/shelf-checks', label: '棚にありますか', icon: 'ask', action: 'shelfChecks' },
  { href: '/declared-hand-outs', label: '「受け取りました」', icon: 'hold', action: 'declaredHandOuts' },
  { href: '/phone', label: '電話受付', icon: 'phone', action: 'phone' },
  { href: '/cards', label: '貸出カード', icon: 'card', action: 'cards' },
  { href: '/for-library', label: '代行入力', icon: 'list', action: 'enterForLibrary' },
  { href: '/stock', label: '資料の登録', icon: 'book', action: 'stock' },
  { href: '/libraries', label: '館と休館', icon: 'home', action: 'libraries' },
  { href: '/postage', label: '郵送料', icon: 'truck', action: 'postage' },
  { href: '/timeline', label: '経過', icon: 'clock', action: 'timeline' },
  { href: '/audit', label: '操作の記録', icon: 'list', action: 'audit' },
  { href: '/policy', label: '決まりの数字', icon: 'info', action: 'readPolicy' },
];

/** What the desk reaches by 代行入力 alone is not in its menu. */
const forBranches: ReadonlySet<string> = new Set(['/hand-in', '/send-back', '/shelf-checks']);

export interface Frame {
  front: Front;
  token: string;
  staff: Staff | undefined;
  /** 代行入力: the pickup library that this page is for; every form of it says so. */
  forLibrary?: { code: LibraryCode; name: string };
}

export function staffFront(setting: { libraryName: string; phone: string }, staff?: Staff): Front {
  return {
    libraryName: setting.libraryName,
    phone: setting.phone,
    serviceName: '予約と配送（職員用）',
    language: 'ja',
    nav: staff
      ? nav.filter((item) => mayDo[staff.role].has(item.action) && !isForBranches(staff, item.href))
      : [],
    bodyClass: 'staff',
    styles: ['/style/base.css', '/style/staff.css'],
  };
}

export function frameOf(deps: Pick<StaffWebDeps, 'setting'>, { visit }: PageCall<Staff>): Frame {
  const staff = visit.principal;
  return { front: staffFront(deps.setting, staff), token: visit.formToken(), staff };
}

function isForBranches(staff: Staff, href: string): boolean {
  return staff.role === 'prefecturalDesk' && forBranches.has(href);
}

/** The same, for whoever this is entered for. */
export async function frameFor(
  deps: Pick<StaffWebDeps, 'setting' | 'libraries'>,
  call: PageCall<Staff>,
  acting: Staff,
): Promise<Frame> {
  const frame = frameOf(deps, call);
  if (acting.enteredBy === undefined) return frame;
  const nameOf = await deps.libraries.names();
  return { ...frame, forLibrary: { code: acting.library, name: nameOf(acting.library) } };
}

/** A page of the staff's web: the shared frame, the menu of the role, the account. */
export function StaffPage(
  props: Omit<LayoutProps, 'front' | 'counts' | 'user'> & { frame: Frame; children: ComponentChildren },
) {
  const { frame, children, ...layout } = props;
  return (
    <Layout
      {...layout}
      front={frame.front}
      user={
        frame.staff ? (
          <form class="site-user" method="post" action="/sign-out">
            <Token token={frame.token} />
            <button class="btn btn--quiet" type="submit">
              <span>
                <small>{frame.staff.account}</small>
                <br />
                担当を替わる
              </span>
            </button>
          </form>
        ) : null
      }
    >
      {frame.forLibrary ? <Notice tone="wait">代行入力：{frame.forLibrary.name}</Notice> : null}
      {children}
    </Layout>
  );
}

/** In every form of a page: that it is ours, and whom it is entered for. */
export function Own({ frame }: { frame: Frame }) {
  return (
    <>
      <Token token={frame.token} />
      {frame.forLibrary ? <input type="hidden" name="library" value={frame.forLibrary.code} /> : null}
    </>
  );
}

export function Token({ token }: { token: string }) {
  return <input type="hidden" name="_token" value={token} />;
}
