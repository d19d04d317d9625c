/** A title with its subtitle, volume or issue: what a copy is called where one line has to say which it is. */
export function wholeTitle({ title, subtitle }: { title: string; subtitle: string }): string {
  return subtitle === '' ? title : `${title}　${subtitle}`;
}
