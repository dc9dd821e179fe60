import { type Severity, severityNames } from '../../../../src-shared/domain/rules/severity.ts';
import { Icon, type IconName } from '../../../components/icon.tsx';

const looks: Readonly<
  Record<Severity, { readonly icon: IconName; readonly sign: string; readonly cell: string }>
> = {
  reject: { icon: 'error', sign: 'text-error-2', cell: 'bg-red-100 shadow-[inset_0_-3px_0] shadow-red-900' },
  'must-correct': {
    icon: 'error',
    sign: 'text-error-2',
    cell: 'bg-red-50 shadow-[inset_0_-3px_0] shadow-red-700',
  },
  'should-check': {
    icon: 'caution',
    sign: 'text-warning-orange-2',
    cell: 'bg-orange-50 shadow-[inset_0_-3px_0] shadow-orange-700',
  },
  note: { icon: 'information', sign: 'text-solid-gray-600', cell: '' },
};

/** The colour of a cell in which something was found; the sign in it says the same to those who do not see the colour. */
export function cellTone(severity: Severity | undefined): string {
  return severity === undefined ? '' : looks[severity].cell;
}

export function CellSign({ severity }: { readonly severity: Severity }) {
  const { icon, sign } = looks[severity];
  return (
    <span className={`inline-flex shrink-0 ${sign}`}>
      <Icon name={icon} className="size-5" />
      <span className="sr-only">{severityNames[severity]}</span>
    </span>
  );
}
