import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components/TextField';

export interface TextFieldProps extends Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'> {
  readonly label: string;
  /** What helps to fill it in, under the label. */
  readonly hint?: ReactNode;
  /** How it was understood, in one line with the label. */
  readonly beside?: ReactNode;
  /** What else belongs to it, under the field. */
  readonly below?: ReactNode;
  /** Why what stands there can't be taken. */
  readonly error?: string | undefined;
  /** More than one line of text. */
  readonly lines?: number;
  readonly className?: string;
  /** For a row of many above a list. */
  readonly isCompact?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** The same where there are `lines`. */
  readonly areaRef?: Ref<HTMLTextAreaElement>;
}

const box =
  'w-full rounded-8 border border-solid-gray-600 bg-white px-3 text-std-16N-170 text-solid-gray-900 hover:border-black disabled:border-solid-gray-300 disabled:bg-solid-gray-50 disabled:text-solid-gray-420 invalid:border-error-1 aria-invalid:border-error-1';

// SECURITY: H15, H63 — nothing that is typed is kept, completed, corrected or looked up by the browser.
const plain = {
  autoComplete: 'off',
  autoCorrect: 'off',
  autoCapitalize: 'off',
  spellCheck: 'false',
} as const;

export function TextField({
  label,
  hint,
  beside,
  below,
  error,
  lines,
  className = '',
  isCompact = false,
  inputRef,
  areaRef,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      {...props}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={`flex flex-col gap-1 ${className}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <Label className={isCompact ? 'text-dns-14B-130' : 'text-std-16B-170'}>{label}</Label>
        {beside}
      </div>
      {hint !== undefined && (
        <Text slot="description" className="-mt-1 text-dns-14N-130 text-solid-gray-700">
          {hint}
        </Text>
      )}
      {lines === undefined ? (
        <Input
          {...plain}
          {...(inputRef ? { ref: inputRef } : {})}
          className={`${box} ${isCompact ? 'h-9' : 'h-11'}`}
        />
      ) : (
        <TextArea {...plain} {...(areaRef ? { ref: areaRef } : {})} rows={lines} className={`${box} py-2`} />
      )}
      {below}
      <FieldError className="text-dns-14N-130 text-error-2">{error}</FieldError>
    </AriaTextField>
  );
}
