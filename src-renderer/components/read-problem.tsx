import type { Answer } from '../app/calls.ts';
import { Button } from './button.tsx';
import { ProblemMessage } from './problem-message.tsx';

interface ReadProblemProps {
  /** Where it has a value, that is what was read before and is still on the screen. */
  readonly of: Pick<Answer<unknown>, 'value' | 'problem' | 'busy' | 'askAgain'>;
}

/** Why something could not be read, and the button that asks for it again: the same words wherever it happens. */
export function ReadProblem({ of: { value, problem, busy, askAgain } }: ReadProblemProps) {
  return (
    <ProblemMessage problem={problem}>
      {value !== undefined && <p className="basis-full">下に表示しているのは、前に読み込んだ内容です。</p>}
      <Button size="small" isDisabled={busy} onPress={askAgain}>
        もう一度読み込む
      </Button>
    </ProblemMessage>
  );
}
