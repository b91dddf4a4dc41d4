import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { Empty } from './state.tsx';

interface MissingProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly command: string;
  readonly back: { readonly to: '/connectors' | '/agents' | '/operators'; readonly words: string };
}

/** A page of its own for an address that names nothing. */
export function Missing({ icon, title, command, back }: MissingProps) {
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <Empty icon={icon} title={title} command={command}>
        <Link to={back.to} className="text-accent underline underline-offset-2">
          {back.words}
        </Link>
      </Empty>
    </>
  );
}
