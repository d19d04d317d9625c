import type { Got } from './visitor.ts';

/** Every field of the page's form with that action, as a browser would send it. */
export function formOn(page: Got, action: string): URLSearchParams {
  const forms = [...page.text.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
  const form = forms.find(([, at]) => at === action)?.[2];
  if (form === undefined) throw new Error(`the page has no form for ${action}`);
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of form.matchAll(/name="([^"]+)" value="([^"]*)"/g)) {
    fields.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  return fields;
}
