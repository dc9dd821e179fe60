/** Event objects as Electron hands them out: they can be prevented, and carry their parameters. */
export interface CancelableEvent {
  preventDefault: () => void;
  readonly defaultPrevented: boolean;
}

export function cancelable<Params extends object>(params: Params): CancelableEvent & Params {
  let prevented = false;
  return Object.defineProperty(
    { ...params, defaultPrevented: false, preventDefault: () => void (prevented = true) },
    'defaultPrevented',
    { get: () => prevented, enumerable: true },
  );
}

/** An event without parameters that nothing depends on. */
export const plainEvent = (): CancelableEvent => cancelable({});
