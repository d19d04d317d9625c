import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';

/** A code that is shown once: it is said on the telephone, or written into a sealed letter. */
export function CodePage(props: { title: string; code: string; until: string; use: string }) {
  return (
    <TitledPage title={props.title} at="/phone" narrow>
      <p class="s-num">
        <b id="code">{props.code}</b>
      </p>
      <p>
        {props.until}まで。{props.use}
      </p>
      <p>この番号は、もう一度は表示できません。</p>
      <WayAlone to="/phone" />
    </TitledPage>
  );
}
