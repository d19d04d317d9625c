import { StaffPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';

/** A code that is shown once: it is said on the telephone, or written into a sealed letter. */
export function CodePage(props: { title: string; code: string; until: string; use: string }) {
  return (
    <StaffPage title={props.title} at="/phone" narrow>
      <h1>{props.title}</h1>
      <p class="s-num">
        <b id="code">{props.code}</b>
      </p>
      <p>
        {props.until}まで。{props.use}
      </p>
      <p>この番号は、もう一度は表示できません。</p>
      <WayAlone to="/phone" />
    </StaffPage>
  );
}
