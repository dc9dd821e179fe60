import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Esc, or whatever in the dialog means no. A click beside it does nothing. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question that stands in front of everything until it is answered. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      className="fixed inset-0 z-10 flex items-start justify-center overflow-y-auto bg-opacity-gray-600 p-6"
    >
      <Modal className="my-auto w-full max-w-[36rem] rounded-16 bg-white shadow-5">
        <AriaDialog className="flex flex-col gap-4 p-6 focus:outline-none">
          <Heading slot="title" className="text-std-22B-150">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
