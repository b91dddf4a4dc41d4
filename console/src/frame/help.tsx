import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useBound } from './shortcuts.ts';

interface HelpProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  /** What had the focus, and gets it back if it may have it. */
  readonly opener: Element | null;
}

/** Every key that is bound at the moment. */
export function Help({ isOpen, close, opener }: HelpProps) {
  const shortcuts = useBound();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          finalFocus={() => (opener instanceof HTMLElement && opener.tabIndex >= 0 ? opener : false)}
          className="fixed top-1/2 left-1/2 z-50 max-h-[85vh] w-[min(28rem,92vw)] -translate-x-1/2
            -translate-y-1/2 overflow-auto rounded-lg border border-line bg-panel p-4 shadow-xl"
        >
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="font-semibold">Keys</Dialog.Title>
            <Dialog.Close aria-label="Close" className="rounded p-1 text-ink-soft hover:bg-raised">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
            {shortcuts.map(({ keys, does }) => (
              <div key={keys} className="contents">
                <dt className="flex gap-1">
                  {keys.split(' ').map((key) => (
                    <Key key={key} name={key} />
                  ))}
                </dt>
                <dd className="text-ink-soft">{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export function Key({ name }: { readonly name: string }) {
  return (
    <kbd
      className="inline-block min-w-5 rounded border border-line-strong bg-raised px-1 text-center font-mono
        text-xs leading-5"
    >
      {name}
    </kbd>
  );
}
