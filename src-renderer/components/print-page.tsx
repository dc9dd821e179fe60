import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

import type { SheetName } from '../../src-shared/contract/printing.ts';
import type { Problem } from '../../src-shared/contract/problem.ts';
import { IsoTimestamp } from '../../src-shared/domain/identifiers.ts';
import { useAsk } from '../app/calls.ts';
import { useNow } from '../app/now.tsx';
import { useSignedIn } from '../app/signed-in.ts';
import { useWorkstation } from '../app/workstation.tsx';
import { exactTime } from '../wording/dates.ts';

/** How the printing of a sheet stands: {@link PrintPage} is shown while `isPrinting`. */
export interface Printing {
  readonly isPrinting: boolean;
  /** Why the last one did not come to paper; undefined where the person thought better of it. */
  readonly problem: Problem | undefined;
  readonly begin: () => void;
  readonly ended: (problem: Problem | undefined) => void;
}

export function usePrinting(): Printing {
  const [isPrinting, setIsPrinting] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const begin = useCallback(() => {
    setProblem(undefined);
    setIsPrinting(true);
  }, []);
  const ended = useCallback((met: Problem | undefined) => {
    setIsPrinting(false);
    setProblem(met?.code === 'print-cancelled' ? undefined : met);
  }, []);
  return { isPrinting, problem, begin, ended };
}

interface PrintPageProps {
  readonly sheet: SheetName;
  /** 申請番号, number of the draft, or the month. */
  readonly about: string;
  readonly children: ReactNode;
  /** The dialog of the system is closed: printed or not. */
  readonly onEnded: (problem: Problem | undefined) => void;
}

/**
 * A sheet that is only on paper: it stands beside the screen while the main process prints it. app.css shows it to the printer. SECURITY:
 * H61 — with a watermark of who printed where and when.
 */
export function PrintPage({ sheet, about, children, onEnded }: PrintPageProps) {
  const ask = useAsk();
  const { user } = useSignedIn();
  const { profile } = useWorkstation();
  const now = useNow();
  const [at] = useState(now);
  useEffect(() => {
    let isGone = false;
    const putOnPaper = async (): Promise<void> => {
      const outcome = await ask('printing.print', { sheet, about });
      if (!isGone) onEnded(outcome.ok ? undefined : outcome.problem);
    };
    void putOnPaper();
    return () => {
      isGone = true;
    };
  }, [ask, sheet, about, onEnded]);
  return createPortal(
    <article className="print-page">
      <p aria-hidden="true" className="print-watermark">
        {user.userId}　{profile.workstation}
        <br />
        {exactTime(IsoTimestamp.parse(at.toISOString()))}
      </p>
      {children}
    </article>,
    document.body,
  );
}
