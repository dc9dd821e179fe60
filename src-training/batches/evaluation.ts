import type { FieldChange, RowOutcome } from '../../src-shared/vrs-api/batches.ts';

/** What one row would do now to what stands. */
export interface Evaluation {
  readonly effect: Exclude<RowOutcome, 'stale'>;
  /** What it would change: a record ID, or a person's number; null where there is nothing yet. */
  readonly target: string | null;
  /** The target's version; 0 where there is none. */
  readonly targetVersion: number;
  /** Whose it is as VRS knows it; empty where nobody is known. */
  readonly addresseeNumber: string;
  /** What would be other than it is. Null where the row itself says it (`new`) or nothing would (`unchanged`). */
  readonly changes: readonly FieldChange[] | null;
}

/** Two evaluations of one row say the same: nobody changed in between what the row is about. */
export function isSame(one: Evaluation, other: Evaluation): boolean {
  return (
    one.effect === other.effect &&
    one.target === other.target &&
    one.targetVersion === other.targetVersion &&
    one.addresseeNumber === other.addresseeNumber
  );
}

/** Shown in place of a 個人番号 wherever one changes: the number itself never goes out. SECURITY: P4. */
export const MASKED_NUMBER = '[個人番号]';

/** A value as a difference shows it; nothing is null. */
export function shown(value: string | null): string | null {
  return value === '' ? null : value;
}

export function fieldChange(
  field: string,
  before: string | null,
  after: string | null,
): FieldChange | undefined {
  const [was, becomes] = [shown(before), shown(after)];
  return was === becomes ? undefined : { field, before: was, after: becomes };
}
