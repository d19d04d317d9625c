export type TemplateValues = Readonly<Record<string, string | undefined>>;

/**
 * Fills a text: `[name?line]` stands only when `name` has a value (an empty one counts), `{name}` is replaced. A
 * placeholder without a value is a fault and throws: a half-filled mail must never go out.
 */
export function fillTemplate(text: string, values: TemplateValues): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const optional = /^\[(\w+)\?(.*)\]$/.exec(line);
      if (!optional) return [line];
      const [, name = '', rest = ''] = optional;
      return valueNamed(values, name) === undefined ? [] : [rest];
    })
    .join('\n')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = valueNamed(values, name);
      if (value === undefined) throw new RangeError(`the mail needs a value for {${name}}`);
      return value;
    });
}

function valueNamed(values: TemplateValues, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
