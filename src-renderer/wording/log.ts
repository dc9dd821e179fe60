import { isRecorded } from '../../src-shared/contract/operation.ts';
import { operationNames, operations } from '../../src-shared/contract/operations.ts';
import type { LogEntryView } from '../../src-shared/contract/operation-log.ts';
import { type Role, roleNames } from '../../src-shared/domain/roles.ts';
import type { BadgeTone } from '../components/badge.tsx';

/** Every action that the log knows, in the order of the operation table. */
export const actions: readonly string[] = [
  ...new Set(
    operationNames.flatMap((name) => {
      const { log } = operations[name];
      return isRecorded(log) ? [log.action] : [];
    }),
  ),
];

export function roleName(role: string): string {
  const known = (Object.keys(roleNames) as Role[]).find((each) => each === role);
  return known ? roleNames[known] : role;
}

/** How it ended, in a word; a refusal keeps its code. */
export function resultOf(entry: LogEntryView): { readonly name: string; readonly tone: BadgeTone } {
  if (entry.result === 'done') return { name: '完了', tone: 'green' };
  if (entry.result === 'begun') return { name: '開始', tone: 'gray' };
  return { name: `拒否 ${entry.result}`, tone: 'red' };
}

/** Whose data left the main process. */
export function subjectsInWords({ subjects, subjectCount }: LogEntryView): string {
  if (subjects === 'sealed') return `${subjectCount}人（この端末では読めません）`;
  const [first, ...others] = subjects;
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} ほか${others.length}人`;
}
