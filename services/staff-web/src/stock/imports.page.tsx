import type { ImportLine, ImportRun } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import { shortMoment } from '../pages/dates.ts';
import { TitledPage } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Way } from '../pages/press.tsx';

const told = (count: number) => count.toLocaleString('ja-JP');

export const importCounts = [
  ['読んだ', 'read'],
  ['新しい', 'added'],
  ['変更', 'changed'],
  ['同じ', 'unchanged'],
  ['除籍', 'withdrawn'],
  ['読めない', 'refused'],
] as const;

/** 目録の取り込み: files that were read into the catalogue, the latest first. */
export function ImportsPage({ runs }: { runs: readonly ImportRun[] }) {
  return (
    <TitledPage
      title="目録の取り込み"
      at="/imports"
      csv="/lists/imports.csv"
      beside="MARCやCSVのファイルを目録に取り込んだ記録です。新しい順に100件まで。取り込みは、運用担当が手順書のコマンドで行います。"
    >
      {runs.length === 0 ? <p>まだありません。</p> : null}
      {runs.length === 0 ? null : (
        <Table
          class="table table--stack"
          of={[
            'ファイル',
            '始めた日時',
            'ようす',
            ...importCounts.map(([name]) => ({ name, look: 'whole' })),
          ]}
        >
          {runs.map((run) => (
            <tr key={run.id}>
              <td data-label="ファイル">
                <div>
                  <a href={`/imports/${run.id}`}>{run.file}</a>
                  <div>{run.source}</div>
                </div>
              </td>
              <td data-label="始めた日時">{shortMoment(run.begunAt)}</td>
              <td data-label="ようす">{stateOf(run)}</td>
              {importCounts.map(([name, count]) => (
                <td key={name} data-label={name}>
                  <span class="num nowrap">{told(run[count])}</span>
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </TitledPage>
  );
}

function stateOf({ endedAt, wentOnAt }: ImportRun): string {
  return endedAt === null
    ? `途中（${shortMoment(wentOnAt)}まで）`
    : `終わりました（${shortMoment(endedAt)}）`;
}

export function ImportPage(props: {
  run: ImportRun;
  reasons: readonly { reason: string; lines: number }[];
  lines: readonly ImportLine[];
  more: boolean;
}) {
  const { run, reasons, lines, more } = props;
  const last = lines.at(-1);
  const hasLines = lines.some(({ line }) => line !== null);
  return (
    <TitledPage
      title={`取り込み ${run.file}`}
      at="/imports"
      heading={`取り込み　${run.file}`}
      beside={`${run.source}　${shortMoment(run.begunAt)}から　${stateOf(run)}`}
    >
      {run.endedAt === null ? (
        <Notice tone="wait">
          途中です。止まっているときは、同じファイルをもう一度取り込むと、続きから進みます。
        </Notice>
      ) : null}
      <p>{importCounts.map(([name, count]) => `${name} ${told(run[count])}件`).join('、')}</p>
      <h2>取り込めなかったもの・確かめるもの</h2>
      {reasons.length === 0 ? (
        <p>ありません。</p>
      ) : (
        <>
          <p>書名は入っていて、一部だけ入れていないものもあります。理由をご覧ください。</p>
          <ul>
            {reasons.map(({ reason, lines: count }) => (
              <li key={reason}>
                {reason}　{told(count)}件
              </li>
            ))}
          </ul>
          <p>
            <Way look="main" to={`/imports/${run.id}/refused.csv`} says="全部を表（CSV）で保存" />
          </p>
          <Table
            class="table table--stack"
            of={['何件目', ...(hasLines ? ['行'] : []), '番号', '理由', '内容']}
          >
            {lines.map(({ id, place, line, number, reason, what }) => (
              <tr key={id}>
                <td data-label="何件目">{told(place)}</td>
                {hasLines ? <td data-label="行">{line === null ? '－' : told(line)}</td> : null}
                <td data-label="番号" class="s-num">
                  {number ?? '－'}
                </td>
                <td data-label="理由">{reason}</td>
                <td data-label="内容">{what === '' ? '－' : what}</td>
              </tr>
            ))}
          </Table>
          {more && last ? <a href={`/imports/${run.id}?after=${last.id}`}>次の500件</a> : null}
        </>
      )}
    </TitledPage>
  );
}
