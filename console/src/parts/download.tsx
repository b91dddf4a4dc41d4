import { Download as Icon } from 'lucide-react';
import { Button } from './button.tsx';

/** Exactly what the API answered, as a file. */
export function Download({ name, value }: { readonly name: string; readonly value: object }) {
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.json`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button onClick={download}>
      <Icon size={14} aria-hidden /> Download
    </Button>
  );
}
