import { csvLine } from '@toshobin/service';
import type { Response } from 'express';

export type Cell = string | number | null | undefined;

/** A file that is saved and not shown, nor kept on the way. */
export function sendFile(response: Response, file: { name: string; charset: string; body: string | Buffer }) {
  response
    .status(200)
    .set({
      'Content-Type': `text/csv; charset=${file.charset}`,
      'Content-Disposition': `attachment; filename="${file.name}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    })
    .send(file.body);
}

/** A list as a spreadsheet opens it: UTF-8, with the mark by which Excel knows it. */
export function sendCsv(response: Response, name: string, lines: readonly (readonly Cell[])[]): void {
  const body = lines.map((cells) => csvLine(cells.map((cell) => cell ?? ''))).join('');
  sendFile(response, { name: `${name}.csv`, charset: 'utf-8', body: `\uFEFF${body}` });
}
