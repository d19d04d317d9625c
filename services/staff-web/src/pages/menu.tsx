import { Icon, type IconName } from '@toshobin/web';
import { mayDo, type Staff, type StaffAction } from '../roles.ts';
import { Script } from './script.tsx';

interface MenuItem {
  href: string;
  label: string;
  icon: IconName;
  action: StaffAction;
  /** A function key that opens it from everywhere; F5, F11 and F12 are the browser's. */
  key?: 'F2' | 'F3' | 'F4' | 'F6' | 'F7' | 'F8' | 'F9' | 'F10';
}

/** A number beside an item of the menu, red where something is over its date or does not go on. */
export interface MenuCount {
  count: number;
  tone?: 'stop' | undefined;
}

/** Red as soon as there is one; none is not shown. */
export const red = (count: number): MenuCount => ({ count, tone: count > 0 ? 'stop' : undefined });

/** By path. */
export type MenuCounts = Readonly<Record<string, MenuCount>>;

const groups: readonly { name: string; items: readonly MenuItem[] }[] = [
  {
    name: 'きょう',
    items: [
      { href: '/', label: '今日の仕事', icon: 'home', action: 'today', key: 'F2' },
      { href: '/tasks', label: '要確認', icon: 'ask', action: 'tasks' },
      { href: '/timeline/views?view=stuck', label: '止まっているもの', icon: 'stop', action: 'savedViews' },
    ],
  },
  {
    name: '出庫と発送',
    items: [
      { href: '/pick-list', label: '出庫リスト', icon: 'list', action: 'pickList', key: 'F6' },
      { href: '/packing', label: '梱包・発送', icon: 'box', action: 'packing', key: 'F7' },
      { href: '/dispatch-board', label: '発送予定表', icon: 'truck', action: 'dispatchBoard', key: 'F8' },
    ],
  },
  {
    name: 'カウンター',
    items: [
      { href: '/returns', label: '返却受付', icon: 'back', action: 'processReturn', key: 'F3' },
      { href: '/arrivals', label: '到着受付', icon: 'truck', action: 'receiveParcel' },
      { href: '/hand-out', label: '引渡し・窓口貸出', icon: 'card', action: 'handOut', key: 'F4' },
      { href: '/hand-in', label: '返却を受け付ける', icon: 'back', action: 'handIn' },
      {
        href: '/hold-shelf',
        label: '取り置き棚',
        icon: 'hold',
        action: 'holdShelf',
        key: 'F10',
      },
      { href: '/send-back', label: '返送', icon: 'box', action: 'shelfChecks' },
      { href: '/shelf-checks', label: '棚にありますか', icon: 'question', action: 'shelfChecks' },
      { href: '/declared-hand-outs', label: '「受け取りました」', icon: 'hold', action: 'declaredHandOuts' },
    ],
  },
  {
    name: '利用者',
    items: [
      { href: '/phone', label: '電話受付', icon: 'phone', action: 'phone', key: 'F9' },
      { href: '/cards', label: '貸出カード', icon: 'people', action: 'cards' },
    ],
  },
  {
    name: '館と資料',
    items: [
      { href: '/for-library', label: '代行入力', icon: 'list', action: 'enterForLibrary' },
      { href: '/closures/new', label: '臨時休館の登録', icon: 'calendar', action: 'libraries' },
      { href: '/libraries', label: '館と休館', icon: 'home', action: 'libraries' },
      { href: '/stock', label: '資料の登録', icon: 'book', action: 'stock' },
      { href: '/imports', label: '目録の取り込み', icon: 'list', action: 'imports' },
      { href: '/settle', label: '返らない資料', icon: 'question', action: 'settle' },
    ],
  },
  {
    name: '管理',
    items: [
      { href: '/accounts', label: 'アカウント', icon: 'people', action: 'accounts' },
      { href: '/terminals', label: '受取館の端末', icon: 'card', action: 'terminals' },
    ],
  },
  {
    name: '調べる',
    items: [
      { href: '/timeline', label: '経過', icon: 'clock', action: 'timeline' },
      { href: '/statistics', label: '統計', icon: 'chart', action: 'statistics' },
      { href: '/postage', label: '郵送料', icon: 'mail', action: 'postage' },
      { href: '/dead-letters', label: '読めなかった知らせ', icon: 'stop', action: 'deadLetters' },
      { href: '/audit', label: '操作の記録', icon: 'audit', action: 'audit' },
      { href: '/policy', label: '決まりの数字', icon: 'info', action: 'readPolicy' },
      { href: '/mails', label: 'メールの文面', icon: 'mail', action: 'readPolicy' },
    ],
  },
];

/** What the desk reaches by 代行入力 alone is not in its menu. */
const forBranches: ReadonlySet<string> = new Set(['/hand-in', '/send-back', '/shelf-checks']);

function mayOpen(staff: Staff, { href, action }: MenuItem): boolean {
  // 「今日の仕事」 of whoever keeps accounts is their list.
  if (staff.role === 'administrator' && href === '/') return false;
  const isOnlyForBranches = staff.role === 'prefecturalDesk' && forBranches.has(href);
  return mayDo[staff.role].has(action) && !isOnlyForBranches;
}

function CountOf({ count = 0, tone }: Partial<MenuCount>) {
  if (count === 0) return null;
  return (
    <b class="s-rail__n" data-tone={tone}>
      <span class="visually-hidden">（</span>
      {count}
      <span class="visually-hidden">件）</span>
    </b>
  );
}

/** The menu of the role: beside the page, and folded above it on a phone. Works without a script. */
export function Menu(props: { staff: Staff; at: string | undefined; counts: MenuCounts }) {
  const { staff, at, counts } = props;
  const shown = groups
    .map(({ name, items }) => ({ name, items: items.filter((item) => mayOpen(staff, item)) }))
    .filter(({ items }) => items.length > 0);
  return (
    <nav class="s-rail" aria-label="職員の仕事">
      <details class="s-menu">
        <summary>
          <Icon name="list" />
          メニュー
        </summary>
        {shown.map(({ name, items }) => (
          <div key={name}>
            <p class="s-rail__group">{name}</p>
            <ul aria-label={name}>
              {items.map(({ href, label, icon, key }) => (
                <li key={href}>
                  <a
                    href={href}
                    {...(href === at ? { 'aria-current': 'page' as const } : {})}
                    {...(key ? { 'aria-keyshortcuts': key } : {})}
                  >
                    <Icon name={icon} />
                    <span>{label}</span>
                    <CountOf {...counts[href]} />
                    {key ? <kbd>{key}</kbd> : null}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <p class="s-rail__keys">
          キーの一覧 <kbd>F1</kbd>
        </p>
      </details>
      <Script name="keys" />
    </nav>
  );
}
