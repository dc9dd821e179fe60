import type { DifferenceRow } from '../../vrs-api/batches.ts';
import { type CrossFinding, crossFinding } from './row-finding.ts';

/**
 * What VRS says of a row in the difference, as a finding with its rule: what stands may have changed since the local copy, or since the
 * difference was shown. Undefined where there is nothing to say but the change itself.
 */
export function findingOfOutcome({
  line,
  outcome,
  doseNumber,
}: Pick<DifferenceRow, 'line' | 'outcome' | 'doseNumber'>): CrossFinding | undefined {
  if (outcome === 'stale') return crossFinding(line, null, 'record-changed-since', { dose: doseNumber ?? 0 });
  if (doseNumber === null) return undefined;
  if (outcome === 'locked') return crossFinding(line, null, 'record-confirmed', { dose: doseNumber });
  return outcome === 'unchanged'
    ? crossFinding(line, null, 'record-unchanged', { dose: doseNumber })
    : undefined;
}
