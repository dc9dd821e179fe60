import { type ReactNode, type Ref, useId } from 'react';

const mark =
  'size-5 shrink-0 cursor-pointer appearance-none border-2 border-solid-gray-600 bg-white hover:border-black checked:border-blue-900 checked:hover:border-blue-1000 disabled:cursor-not-allowed disabled:border-solid-gray-300';

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly name: string; readonly note?: string }[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
  readonly hint?: ReactNode;
  /** The label in one line with the radios. */
  readonly isInline?: boolean;
  /** The first radio, or the chosen one, to put the focus on. */
  readonly radioRef?: Ref<HTMLInputElement>;
}

/** One of a few, all of them visible. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, options, value, onChange, isDisabled = false, hint, isInline = false, radioRef } = props;
  const name = useId();
  const focusable = value ?? options[0]?.value;
  return (
    <fieldset disabled={isDisabled} className="min-w-0">
      <legend className={`text-std-16B-170 ${isInline ? 'float-left mr-4 flex min-h-9 items-center' : ''}`}>
        {label}
        {hint !== undefined && <span className="ml-3 text-dns-14N-130 text-solid-gray-700">{hint}</span>}
      </legend>
      <div className="flex flex-wrap gap-x-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-9 cursor-pointer items-center gap-2 rounded-6 py-1 pr-3 pl-1 hover:bg-blue-50 has-disabled:cursor-not-allowed has-disabled:text-solid-gray-420"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              {...(option.value === focusable && radioRef ? { ref: radioRef } : {})}
              {...(option.note === undefined
                ? {}
                : {
                    'aria-labelledby': `${name}${option.value}`,
                    'aria-describedby': `${name}${option.value}-note`,
                  })}
              className={`${mark} rounded-full checked:border-[6px]`}
            />
            <span id={`${name}${option.value}`}>{option.name}</span>
            {option.note !== undefined && (
              <span id={`${name}${option.value}-note`} className="text-dns-14N-130 text-solid-gray-700">
                {option.note}
              </span>
            )}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly hint?: ReactNode;
  /** In a row that says what is chosen: the label is for screen readers. */
  readonly isLabelHidden?: boolean;
}

export function Checkbox(props: CheckboxProps) {
  const { label, isSelected, onChange, isDisabled = false, hint, isLabelHidden = false } = props;
  const hintId = useId();
  return (
    <div>
      <label className="inline-flex min-h-9 cursor-pointer items-center gap-2 rounded-6 py-1 pr-3 pl-1 hover:bg-blue-50">
        <span className="relative inline-flex">
          <input
            type="checkbox"
            checked={isSelected}
            disabled={isDisabled}
            onChange={(event) => onChange(event.target.checked)}
            {...(hint === undefined ? {} : { 'aria-describedby': hintId })}
            className={`peer ${mark} rounded-4 checked:bg-blue-900`}
          />
          <svg
            viewBox="0 0 20 20"
            aria-hidden="true"
            className="pointer-events-none absolute inset-0 hidden size-5 fill-none stroke-white stroke-[2.5] peer-checked:block"
          >
            <path d="m4.5 10.5 4 4 7-8.5" />
          </svg>
        </span>
        <span className={isLabelHidden ? 'sr-only' : 'text-std-16B-170'}>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={hintId} className="pl-8 text-dns-14N-130 text-solid-gray-700">
          {hint}
        </p>
      )}
    </div>
  );
}
