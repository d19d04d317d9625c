/**
 * What one refusal says. `rule` names the rules it belongs to ('–' for none of them); `ja` and `en` are whole
 * sentences with {placeholders}; a sentence for staff only never reaches a patron's page.
 */
export interface RefusalWords {
  readonly code: string;
  readonly rule: string;
  readonly ja: string;
  readonly en: string;
  readonly staffOnly: boolean;
}
