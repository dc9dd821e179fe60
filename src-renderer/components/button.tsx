import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

const looks = {
  primary:
    'border-transparent bg-blue-900 text-white hover:bg-blue-1000 hover:underline active:bg-blue-1200 disabled:bg-solid-gray-300 disabled:text-solid-gray-50',
  secondary:
    'border-blue-900 bg-white text-blue-900 hover:bg-blue-200 hover:text-blue-1000 hover:underline active:bg-blue-300 disabled:border-solid-gray-300 disabled:bg-white disabled:text-solid-gray-420',
  danger:
    'border-error-1 bg-white text-error-2 hover:bg-red-50 hover:underline active:bg-red-100 disabled:border-solid-gray-300 disabled:bg-white disabled:text-solid-gray-420',
  plain:
    'border-transparent bg-transparent text-blue-1000 underline hover:bg-blue-50 hover:decoration-2 active:bg-blue-100 disabled:text-solid-gray-420',
} as const;

const sizes = {
  large: 'min-h-12 px-6 rounded-8 text-oln-16B-100',
  /** As high as a text field, to stand beside one. */
  field: 'min-h-11 px-5 rounded-8 text-oln-16B-100',
  narrow: 'min-h-11 px-2 rounded-8 text-oln-16B-100',
  medium: 'min-h-10 px-4 rounded-8 text-oln-16B-100',
  small: 'min-h-8 px-3 rounded-6 text-oln-14B-100',
} as const;

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly look?: keyof typeof looks;
  readonly size?: keyof typeof sizes;
}

export function Button({ look = 'secondary', size = 'medium', ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={`inline-flex shrink-0 cursor-pointer items-center justify-center gap-2 border text-center whitespace-nowrap underline-offset-4 disabled:cursor-not-allowed disabled:no-underline ${looks[look]} ${sizes[size]}`}
    />
  );
}
