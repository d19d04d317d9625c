import type { LendingPolicy } from '../policy/lending-policy.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** The mark on the record, never derived: 貸出可, 来館貸出可, 視聴覚資料 (without the mark), 禁帯出. */
export type Lending = 'lendable' | 'inPersonOnly' | 'audiovisual' | 'referenceOnly';

/** What is asked for. `lendableCopies`: copies that could be lent some day, on loan or not. */
export interface Material {
  lending: Lending;
  lendableCopies: number;
}

/** How it is asked for. `phone`: entered by staff for a patron on the phone. */
interface MaterialRequest {
  channel: 'web' | 'phone';
  pickupIsPrefectural: boolean;
}

/**
 * R4. May this material be reserved this way? On the web all that may leave the building but 来館貸出可 and
 * audio-visual material; by phone only 来館貸出可, for pickup at the prefectural library (other titles by a switch
 * of the policy). Refuses REFERENCE_ONLY, IN_PERSON_ONLY, AUDIOVISUAL, PHONE_NOT_FOR_THIS,
 * PICKUP_MUST_BE_PREFECTURAL, NO_LENDABLE_COPY.
 */
export function decideMaterial(
  material: Material,
  request: MaterialRequest,
  policy: LendingPolicy,
): Decision<void> {
  if (material.lending === 'referenceOnly') return refuse('REFERENCE_ONLY');
  const decision = request.channel === 'web' ? onWeb(material) : byPhone(material, request, policy);
  if (!decision.ok) return decision;
  return material.lendableCopies > 0 ? decision : refuse('NO_LENDABLE_COPY');
}

function onWeb({ lending }: Material): Decision<void> {
  if (lending === 'inPersonOnly') return refuse('IN_PERSON_ONLY');
  if (lending === 'audiovisual') return refuse('AUDIOVISUAL');
  return allow(undefined);
}

function byPhone({ lending }: Material, request: MaterialRequest, policy: LendingPolicy): Decision<void> {
  if (lending === 'inPersonOnly')
    return request.pickupIsPrefectural ? allow(undefined) : refuse('PICKUP_MUST_BE_PREFECTURAL');
  if (lending === 'lendable' && policy.phoneForOtherTitles) return allow(undefined);
  return refuse('PHONE_NOT_FOR_THIS');
}
