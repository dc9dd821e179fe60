import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';

export function BackToLists({ onBack }: { readonly onBack: () => void }) {
  return (
    <div className="-mb-2 -ml-3">
      <Button size="small" look="plain" onPress={onBack}>
        <Icon name="back" className="size-4" />
        一覧に戻る（Esc）
      </Button>
    </div>
  );
}
