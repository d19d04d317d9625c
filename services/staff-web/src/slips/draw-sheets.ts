import type { ComponentChildren, ComponentProps } from 'preact';
import type { StaffCall, StaffWebDeps } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { SlipPage } from '../pages/slip-page.tsx';

/** Sends sheets to be printed: at once where the address says so (`print=1`), after 「印刷する」 else. */
export function drawSheets(
  deps: StaffWebDeps,
  call: StaffCall,
  page: Omit<ComponentProps<typeof SlipPage>, 'atOnce' | 'children'>,
  children: ComponentChildren,
): void {
  const atOnce = call.request.query.print === '1';
  drawPage(deps, call, SlipPage, { ...page, atOnce, children });
}
