import type { ReactNode } from 'react';

import { Icon, type IconName } from './icon.tsx';

const looks = {
  information: { frame: 'border-blue-900 bg-blue-50', sign: 'text-blue-900', icon: 'information' },
  success: { frame: 'border-success-2 bg-green-50', sign: 'text-success-2', icon: 'success' },
  caution: { frame: 'border-warning-yellow-2 bg-yellow-50', sign: 'text-warning-orange-2', icon: 'caution' },
  error: { frame: 'border-error-1 bg-red-50', sign: 'text-error-2', icon: 'error' },
} as const satisfies Record<string, { frame: string; sign: string; icon: IconName }>;

interface NoticeProps {
  readonly kind: keyof typeof looks;
  /** Where it appears because of something the person did; not where it stands there from the beginning. */
  readonly announced?: 'politely' | 'at-once';
  readonly title?: string;
  readonly children?: ReactNode;
}

/** Something that the person should know here and now, in whole sentences. */
export function Notice({ kind, announced, title, children }: NoticeProps) {
  const { frame, sign, icon } = looks[kind];
  return (
    <div
      role={announced === 'at-once' ? 'alert' : announced === 'politely' ? 'status' : undefined}
      className={`flex gap-3 rounded-8 border-l-8 px-4 py-3 ${frame}`}
    >
      <span className={`pt-0.5 ${sign}`}>
        <Icon name={icon} />
      </span>
      <div className="min-w-0 grow text-std-16N-170">
        {title !== undefined && <p className="text-std-16B-170">{title}</p>}
        {children}
      </div>
    </div>
  );
}
