import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { Empty } from '../parts/state.tsx';

export function Nowhere() {
  return (
    <Empty icon={MapPinOff} title="There is no such page">
      <Link to="/inbox" className="text-accent underline underline-offset-2">
        Go to the inbox
      </Link>
    </Empty>
  );
}
