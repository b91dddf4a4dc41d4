import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { ALL_KEYS } from './keys.ts';

interface HelpProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  /** What had the focus, and gets it back if it may have it. */
  readonly opener: Element | null;
}

/** Every key that there is, by where it does something. */
export function Help({ isOpen, close, opener }: HelpProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          finalFocus={() => (opener instanceof HTMLElement && opener.tabIndex >= 0 ? opener : false)}
          className="fixed top-1/2 left-1/2 z-50 max-h-[85vh] w-[min(28rem,92vw)] -translate-x-1/2
            -translate-y-1/2 overflow-auto rounded-lg border border-line bg-panel p-4 shadow-xl"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="font-semibold">Keys</Dialog.Title>
            <Dialog.Close aria-label="Close" className="rounded p-1 text-ink-soft hover:bg-raised">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {ALL_KEYS.map(({ where, keys }) => (
            <section key={where} className="mt-3">
              <h3 className="mb-1.5 text-xs font-medium text-ink-soft">{where}</h3>
              <dl className="grid grid-cols-[5rem_1fr] items-center gap-x-4 gap-y-1.5 text-sm">
                {keys.map((one) => (
                  <div key={one.keys} className="contents">
                    <dt className="flex gap-1">
                      {one.keys.split(' ').map((key) => (
                        <Key key={key} name={key} />
                      ))}
                    </dt>
                    <dd>{one.does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
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
