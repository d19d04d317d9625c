import type { NightlyRun, TaskOwner } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { processesAreCarriedOut } from '../processes/failing-commands.ts';

export interface Engine {
  ok: boolean;
  text: string;
  /** Something an operator is to look at now; otherwise it waits. */
  tone?: 'stop';
}

/** What works with each service, and what does not while it is away. */
export const engineWords: Readonly<Record<TaskOwner, { ok: string; away: string }>> = {
  catalog: {
    ok: '読み取り・窓口貸出：使えます',
    away: '読み取り・窓口貸出：ただいま使えません。県立図書館の窓口では紙に控えて、後で読み取ってください。受取館の読み取りは、端末が預かります',
  },
  shipping: {
    ok: '梱包・到着受付：使えます',
    away: '梱包・到着受付：ただいま使えません。少したってから、もう一度お試しください',
  },
  patron: {
    ok: 'カードとメール：使えます',
    away: 'カードとメール：ただいま使えません。カードの確認を待ってください',
  },
};

/** Whether what the services tell each other arrives; only who reads the dead letters knows. */
export function delivery(arrives: boolean): Engine {
  if (arrives) return { ok: true, text: '知らせの配達（Kafka）：届いています' };
  const text =
    '知らせの配達（Kafka）：答えません。なくなるものはなく、戻ると届きます。手順書（docs/runbook.md）の「Kafka is away」';
  return { ok: false, tone: 'stop', text };
}

/**
 * What of the system answers, by what the page has asked anyway: nobody waits twice for one that hangs.
 *
 * @param heard the services that did not answer, and the jobs of the night, of which Temporal knows
 */
export async function engines(
  deps: Pick<StaffWebDeps, 'workflows'>,
  heard: { away: Promise<readonly TaskOwner[]>; night: Promise<readonly NightlyRun[] | 'away'> },
): Promise<Engine[]> {
  const [silent, night, worker] = await Promise.all([heard.away, heard.night, processesAreCarriedOut(deps)]);
  const owners = ['catalog', 'shipping', 'patron'] as const;
  const services = owners.map((owner) => {
    const ok = !silent.includes(owner);
    return { ok, text: ok ? engineWords[owner].ok : engineWords[owner].away };
  });
  const goesOn = night !== 'away' && worker;
  const process = {
    ok: goesOn,
    text: goesOn
      ? '予約の処理のしくみ：動いています'
      : '予約の処理のしくみ：遅れています。読み取りはそのまま続けられます',
  };
  return [...services, process];
}
