/** Markup that is escaped already; made by {@link element} only. */
class Xml {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type { Xml };

/** What no XML 1.0 document may contain, however it is written. */
const NOT_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * An element of XML; attributes and texts are escaped, characters that XML can't hold are left out. Written here
 * because the two documents we send (a feed, a description of the search) are three levels deep: a library for feeds
 * would serve one of them.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: (Xml | string)[]
): Xml {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : child.markup));
  return new Xml(`<${name}${written.join('')}>${inside.join('')}</${name}>`);
}

/** The document with that root, in UTF-8. */
export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}\n`;
}
