import { useLayoutEffect, useRef } from 'react';

interface CellInputProps {
  readonly label: string;
  readonly text: string;
  /** What stands in the open editor; undefined while one only moves about. */
  readonly edit: string | undefined;
  readonly onEdit: (text: string) => void;
  /** The focus went to something else on this screen while the editor was open. */
  readonly onLeave: () => void;
  readonly isReadOnly: boolean;
  readonly isInvalid: boolean;
  readonly describedBy: string;
}

/**
 * The cell that has the focus is always a text field, so that the first key of a Japanese word already goes to the input method. While
 * nothing is edited all of it is selected: what is typed takes the place of what stood there.
 */
export function CellInput(props: CellInputProps) {
  const { label, text, edit, onEdit, onLeave, isReadOnly, isInvalid, describedBy } = props;
  const field = useRef<HTMLInputElement | null>(null);
  const isEditing = edit !== undefined;
  const selectAll = (): void => {
    if (!isEditing && document.activeElement === field.current) field.current?.select();
  };
  useLayoutEffect(selectAll);
  const leave = useRef(onLeave);
  useLayoutEffect(() => {
    leave.current = onLeave;
  });
  useLayoutEffect(() => {
    if (!isEditing) return undefined;
    const element = field.current;
    element?.setSelectionRange(element.value.length, element.value.length);
    const onPointerDown = ({ target }: PointerEvent): void => {
      if (target instanceof Element && target !== element && isOnScreen(target)) leave.current();
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    return () => document.removeEventListener('pointerdown', onPointerDown, true);
  }, [isEditing]);

  return (
    <input
      ref={field}
      type="text"
      aria-label={label}
      aria-readonly={isReadOnly}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      value={edit ?? text}
      readOnly={isReadOnly}
      maxLength={400}
      // SECURITY: H15, H63 — nothing that is typed is kept, completed, corrected or looked up by the browser.
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="off"
      spellCheck={false}
      onChange={(event) => onEdit(event.target.value)}
      onFocus={selectAll}
      onSelect={() => {
        const element = field.current;
        if (element && (element.selectionStart !== 0 || element.selectionEnd !== element.value.length))
          selectAll();
      }}
      onMouseDown={(event) => {
        if (isEditing) return;
        event.preventDefault();
        field.current?.focus({ preventScroll: true });
      }}
      onBlur={({ relatedTarget }) => {
        if (isEditing && relatedTarget !== null && isOnScreen(relatedTarget)) onLeave();
      }}
      className={`min-w-0 grow bg-transparent text-dns-16N-130 text-solid-gray-900 shadow-none! outline-none! ${
        isEditing ? '' : 'cursor-default caret-transparent selection:bg-transparent selection:text-inherit'
      }`}
    />
  );
}

/** SECURITY: H71 — a half-typed word is not taken over by 画面ロック, サインアウト or another screen: it waits, as it stands. */
function isOnScreen(element: Element): boolean {
  return element.closest('#screen') !== null;
}
