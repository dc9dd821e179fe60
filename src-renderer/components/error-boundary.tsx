import { Component, type ReactNode } from 'react';

import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly hasFailed: boolean;
}

/** A bug in a screen takes that screen away and nothing else, and says so. What threw is not shown: it could quote a resident. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="p-6">
        <Notice kind="error" announced="at-once" title="画面を表示できません">
          <p>
            アプリの中で予期しない問題が起きました。VRSの登録内容は変わっていません。くり返すときは、何をしたときかを端末管理者に伝えてください。
          </p>
          <div className="mt-2">
            <Button size="small" onPress={() => this.setState({ hasFailed: false })}>
              もう一度表示する
            </Button>
          </div>
        </Notice>
      </div>
    );
  }
}
