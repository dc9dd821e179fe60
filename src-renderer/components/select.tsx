import { useId } from 'react';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string;
  /** For a row of many above a list. */
  readonly isCompact?: boolean;
}

/** One of many. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, options, value, onChange, className = '', isCompact = false } = props;
  const id = useId();
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className={isCompact ? 'text-dns-14B-130' : 'text-std-16B-170'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={`w-full cursor-pointer rounded-8 border border-solid-gray-600 bg-white text-solid-gray-900 hover:border-black ${
          isCompact ? 'h-9 px-2 text-dns-16N-130' : 'h-11 px-3 text-std-16N-170'
        }`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
