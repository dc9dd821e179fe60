import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';

interface PrintPageProps {
  readonly children: ReactNode;
  /** The dialog of the system is closed: printed or not. */
  readonly onPrinted: () => void;
}

/** A sheet that is only on paper: it stands beside the screen while the system's print dialog is open. app.css shows it to the printer. */
export function PrintPage({ children, onPrinted }: PrintPageProps) {
  useEffect(() => {
    addEventListener('afterprint', onPrinted, { once: true });
    print();
    return () => removeEventListener('afterprint', onPrinted);
  }, [onPrinted]);
  return createPortal(<article className="print-page">{children}</article>, document.body);
}
