import type { ResidencyFlag } from '../../../src-shared/vrs-api/people.ts';
import { Badge } from '../../components/badge.tsx';
import { slashed } from '../../wording/dates.ts';
import { flagNames } from '../../wording/people.ts';

interface FlagBadgeProps {
  readonly flag: ResidencyFlag;
  /** Without the day, for tables. */
  readonly isShort?: boolean;
}

/** 転出 or 死亡, with its day; nothing for everybody else. */
export function FlagBadge({ flag, isShort = false }: FlagBadgeProps) {
  if (flag.kind === 'none') return null;
  const day = isShort ? '' : ` ${slashed(flag.on)}`;
  return (
    <Badge tone={flag.kind === 'deceased' ? 'solidGray' : 'orange'}>
      {flagNames[flag.kind]}
      {day}
    </Badge>
  );
}
