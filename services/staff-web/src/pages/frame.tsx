import { type Front, Layout, type LayoutProps, type NavItem, type PageCall } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { mayDo, type Staff, type StaffAction } from '../roles.ts';

const nav: readonly (NavItem & { action: StaffAction })[] = [
  { href: '/', label: '今日の仕事', icon: 'home', action: 'today' },
  { href: '/pick-list', label: '出庫リスト', icon: 'list', action: 'pickList' },
  { href: '/packing', label: '梱包・発送', icon: 'box', action: 'packing' },
  { href: '/returns', label: '返却受付', icon: 'back', action: 'processReturn' },
  { href: '/copies-to-return', label: '取り置きから戻す', icon: 'back', action: 'copiesToReturn' },
  { href: '/arrivals', label: '到着受付', icon: 'truck', action: 'receiveParcel' },
  { href: '/hand-out', label: '引渡し・窓口貸出', icon: 'card', action: 'handOut' },
  { href: '/hand-in', label: '返却を受け付ける', icon: 'back', action: 'handIn' },
  { href: '/send-back', label: '返送', icon: 'box', action: 'shelfChecks' },
  { href: '/shelf-checks', label: '棚にありますか', icon: 'ask', action: 'shelfChecks' },
  { href: '/timeline', label: '経過', icon: 'clock', action: 'timeline' },
  { href: '/policy', label: '決まりの数字', icon: 'info', action: 'readPolicy' },
];

export interface Frame {
  front: Front;
  token: string;
  staff: Staff | undefined;
}

export function staffFront(setting: { libraryName: string; phone: string }, staff?: Staff): Front {
  return {
    libraryName: setting.libraryName,
    phone: setting.phone,
    serviceName: '予約と配送（職員用）',
    nav: staff ? nav.filter(({ action }) => mayDo[staff.role].has(action)) : [],
    bodyClass: 'staff',
    styles: ['/style/base.css', '/style/staff.css'],
  };
}

export function frameOf(deps: Pick<StaffWebDeps, 'setting'>, { visit }: PageCall<Staff>): Frame {
  const staff = visit.principal;
  return { front: staffFront(deps.setting, staff), token: visit.formToken(), staff };
}

/** A page of the staff's web: the shared frame, the menu of the role, the account. */
export function StaffPage(
  props: Omit<LayoutProps, 'front' | 'counts' | 'user'> & { frame: Frame; children: ComponentChildren },
) {
  const { frame, ...layout } = props;
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
    />
  );
}

export function Token({ token }: { token: string }) {
  return <input type="hidden" name="_token" value={token} />;
}
