import { Icon, type IconName } from '@toshobin/web';

/** What a pickup library does with what it reads; also without a line (`hidden` until its script shows them). */
export function ThreeJobs({ hidden }: { hidden?: true }) {
  return (
    <ul class="s-three" id="jobs" hidden={hidden}>
      <Job href="/arrivals" tone="next" icon="box" name="到着受付" how="小包の番号を1回読む" />
      <Job href="/hand-out" tone="ok" icon="give" name="引渡し" how="カード、次に資料" />
      <Job href="/hand-in" tone="back" icon="back" name="返却受付" how="資料の番号を読む" />
    </ul>
  );
}

function Job(props: {
  href: string;
  tone: 'next' | 'ok' | 'back';
  icon: IconName;
  name: string;
  how: string;
}) {
  return (
    <li>
      <a data-tone={props.tone} href={props.href}>
        <Icon name={props.icon} />
        <span>
          <b>{props.name}</b>
          {props.how}
        </span>
      </a>
    </li>
  );
}
