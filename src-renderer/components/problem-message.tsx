import type { ReactNode } from 'react';

import type { Problem } from '../../src-shared/contract/problem.ts';
import { Notice } from './notice.tsx';

interface ProblemMessageProps {
  readonly problem: Problem | undefined;
  /** What the person can do about it right here. */
  readonly children?: ReactNode;
}

/** Why something did not work and what to do next, near the thing. The code beside it is for whoever is called. */
export function ProblemMessage({ problem, children }: ProblemMessageProps) {
  if (!problem) return null;
  return (
    <Notice kind="error" announced="at-once">
      <p>
        {problem.sentence}
        <span className="ml-2 text-dns-14N-130 whitespace-nowrap text-solid-gray-700">
          ［{problem.code}］
        </span>
      </p>
      {children !== undefined && <div className="mt-2 flex flex-wrap gap-3">{children}</div>}
    </Notice>
  );
}
