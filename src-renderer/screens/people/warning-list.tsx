import type { DoseWarning } from '../../../src-shared/contract/people.ts';
import { severityNames } from '../../../src-shared/domain/rules/severity.ts';
import { Badge } from '../../components/badge.tsx';
import { Notice } from '../../components/notice.tsx';

/** What the rules found in the doses of a person: in red, each with its sentence. */
export function WarningList({ warnings }: { readonly warnings: readonly DoseWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <Notice kind="error" title={`確かめる点が${warnings.length}件あります`}>
      <ul className="mt-1 flex flex-col gap-1">
        {warnings.map((warning) => (
          <li
            key={`${warning.code} ${warning.doseNumbers.join(' ')} ${warning.sentence}`}
            className="flex gap-2 text-red-1000"
          >
            <span className="pt-0.5">
              <Badge tone={warning.severity === 'must-correct' ? 'solidRed' : 'red'}>
                {severityNames[warning.severity]}
              </Badge>
            </span>
            <span>{warning.sentence}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
