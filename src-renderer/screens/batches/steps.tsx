import type { DraftStage } from '../../../src-shared/contract/batches.ts';

/** The five steps, as they always stand on the screen. */
export const steps = ['ファイル', '検査', '内容確認', '申請', '結果'] as const;
export type Step = 1 | 2 | 3 | 4 | 5;
const stepNumbers: readonly Step[] = [1, 2, 3, 4, 5];

/** Where a draft stands: the step that it opens at, and the furthest one that can be looked at. */
const standings: Readonly<Record<DraftStage, { readonly at: Step; readonly furthest: Step }>> = {
  chosen: { at: 1, furthest: 1 },
  checking: { at: 2, furthest: 2 },
  checked: { at: 2, furthest: 2 },
  sending: { at: 3, furthest: 3 },
  ready: { at: 3, furthest: 4 },
  submitted: { at: 4, furthest: 5 },
  ended: { at: 5, furthest: 5 },
};

export function standingOf(stage: DraftStage): { readonly at: Step; readonly furthest: Step } {
  return standings[stage];
}

interface StepBarProps {
  readonly current: Step;
  readonly furthest: Step;
  readonly onStep: (step: Step) => void;
}

export function StepBar({ current, furthest, onStep }: StepBarProps) {
  return (
    <nav aria-label="一括登録の段階">
      <ol className="flex flex-wrap gap-1">
        {stepNumbers.map((step) => {
          const isCurrent = step === current;
          const isReached = step <= furthest;
          return (
            <li key={step} className="min-w-28 grow basis-0">
              <button
                type="button"
                aria-current={isCurrent ? 'step' : undefined}
                disabled={!isReached}
                onClick={() => onStep(step)}
                className={`flex min-h-11 w-full items-center gap-2 border-b-4 px-2 text-left ${
                  isCurrent
                    ? 'border-blue-900 font-bold text-blue-900'
                    : isReached
                      ? 'cursor-pointer border-blue-300 text-solid-gray-900 hover:bg-blue-50 hover:underline'
                      : 'cursor-not-allowed border-solid-gray-300 text-solid-gray-700'
                }`}
              >
                <span
                  className={`inline-flex size-7 shrink-0 items-center justify-center rounded-full border-2 text-oln-14B-100 ${
                    isCurrent
                      ? 'border-blue-900 bg-blue-900 text-white'
                      : isReached
                        ? 'border-blue-900 text-blue-900'
                        : 'border-solid-gray-536'
                  }`}
                >
                  {step}
                </span>{' '}
                {steps[step - 1]}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
